"""The HTML pages: Jinja templates filled with views, in the reader's language, without a line of script needed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from catalogue.roster import HubEntry
from catalogue.search import FACETS, Query, RecordDetail, Search, StoredFinding
from catalogue.suggestion import suggestions
from vocab.term import Triple

from .address import Item, link
from .dataset_view import dataset_view, kind_key
from .errors import NotFoundError, ParameterError
from .finding_view import finding_groups
from .layout import STATIC, page, render, static_file
from .link_view import link_items, word_items
from .naming import Naming
from .negotiation import FORMS
from .query import MAX_TEXT, box, from_request
from .relation import related
from .resource_view import resource_view
from .search_view import dialect_title, footprints, search_address, search_view
from .serving import SearchDep, Serving, ServingDep, leased
from .sparql_examples import HEAT_WAVE, TONGA, examples
from .statements import Statements, parse_ntriples
from .texts import COOKIE, LANGUAGES, Reader, load_texts, reader

router = APIRouter(include_in_schema=False)

BOUNDS = ("west", "south", "east", "north")
"""The four fields of a box, in the order of ``bbox``."""

FIGURES = ("records", "refused", "stale", "violations", "warnings")
"""What is counted for each hub."""

DOWNLOADS = ("ttl", "jsonld", "rdf", "nt")
"""The forms that the page of a record offers."""

ENDPOINTS = (
    ("/api/search", "endpoint_search"),
    ("/dataset/{hub}/{id}", "endpoint_dataset"),
    ("/record/{hub}/{id}/original", "endpoint_original"),
    ("/sparql", "endpoint_sparql"),
    ("/rest/v1/search", "endpoint_vocabulary"),
    ("/reconcile", "endpoint_reconcile"),
    ("/concept?uri={iri}", "endpoint_concept"),
    ("/api/vocabularies", "endpoint_vocabularies"),
    ("/api/vocabularies/{id}/diff", "endpoint_diff"),
    ("/changes.atom", "endpoint_changes"),
    ("/api/mappings", "endpoint_mappings"),
    ("/api/hubs/{hub}/keywords", "endpoint_keywords"),
    ("/health", "endpoint_health"),
    ("/openapi.json", "endpoint_openapi"),
)
"""What the page about the service lists for machines: an address, and the key of what it gives."""

_MAX_KEPT = 100
_MAX_DRAFT = 20_000
_YEAR = 31_536_000


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file of the pages."""
    if name not in STATIC:
        raise NotFoundError("There is no such file.", "Ce fichier n'existe pas.")
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}
    return Response(static_file(name), headers=headers, media_type=STATIC[name])


@router.get("/")
def home(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """The home page."""
    t = reader(request)
    found = search.find(Query(limit=100, sort="modified"), facet_values=50)
    vocabularies = search.vocabulary.vocabularies()
    hubs = _hubs(leased, search, t)
    counters = (
        ("records", found.total),
        ("hubs", len(hubs)),
        ("dialects", len(found.facets["dialect"])),
        ("concepts", sum(vocabulary.concepts for vocabulary in vocabularies)),
    )
    events = (("tonga", search_address(TONGA)), ("heat", search_address(HEAT_WAVE)))
    words = [t(f"home.example_{name}") for name in ("ozone", "sea_level", "sentinel")]
    tried = [*((t(f"home.example_{name}"), address) for name, address in events)]
    tried += [(word, f"/search?{urlencode({'q': word})}") for word in words]
    places = footprints(found.hits)
    return page(request, "home.html", footprints=places, counters=counters, hubs=hubs, examples=tried)


@router.get("/search")
def search_page(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """The search page; a form that was sent is answered with the shorter address of the same search."""
    given = request.query_params
    bounds = [given.get(name, "").strip() for name in BOUNDS]
    if any(bounds):
        pairs = [(name, value) for name, value in given.multi_items() if name not in (*BOUNDS, "bbox")]
        query = urlencode([*pairs, ("bbox", ",".join(bounds))])
        request = Request({**request.scope, "query_string": query.encode()}, request.receive)
    try:
        parameters = from_request(request)
    except ParameterError as error:
        errors = {error.name: _complaint(error, reader(request))}
        form = _form(request.query_params)
        return page(request, "search.html", "search", 422, form=form, errors=errors, view=None)
    if any(name in given for name in BOUNDS):
        language = {COOKIE: given[COOKIE]} if given.get(COOKIE) in LANGUAGES else {}
        query = "&".join(part for part in (parameters.query_string(), urlencode(language)) if part)
        return RedirectResponse(f"/search?{query}" if query else "/search", 303)
    results = search.find(parameters.query())
    if results.total and not results.hits:
        last = -(-results.total // parameters.size)
        return RedirectResponse(search_address(parameters, page=last), 303)
    t = reader(request)
    titles = {hub.id: t.metadata(hub.title).text for hub in leased.generation.hubs()}
    view = search_view(parameters, results, search, titles, t, leased.base)
    form = _form(request.query_params) | {"sort": parameters.sort, "box": box(parameters.bbox)}
    return page(request, "search.html", "search", form=form, errors={}, view=view)


def _form(given: QueryParams) -> dict[str, Any]:
    """What stands in the fields of the form: what was sent, right or wrong."""
    form: dict[str, Any] = {name: given.get(name, "")[:MAX_TEXT] for name in ("q", "from", "to", "sort", "concept")}
    parts = [part.strip() for part in given.get("bbox", "")[:200].split(",")]
    form.update(zip(BOUNDS, (parts + [""] * len(BOUNDS))[: len(BOUNDS)], strict=True))
    facets = [(name, value) for name, value in given.multi_items() if name in FACETS]
    return form | {"box": None, "facets": facets[:_MAX_KEPT]}


def _complaint(error: ParameterError, t: Reader) -> str:
    """What is wrong with a field, under the name that the form gives it."""
    key = f"search.field_{error.name}"
    if key not in load_texts():
        return error.fr if t.language == "fr" else error.en
    prefixes = {"en": f"Parameter {error.name}: ", "fr": f"Paramètre {error.name} : "}
    said = error.fr if t.language == "fr" else error.en
    return t("search.complaint", field=t(key), said=said.removeprefix(prefixes[t.language]))


@router.get("/hubs")
def hubs_page(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """The hubs and how their metadata are doing."""
    return page(request, "hubs.html", "hubs", hubs=_hubs(leased, search, reader(request)), figures=FIGURES)


@router.get("/hubs/{hub}")
def hub_page(request: Request, hub: str, leased: ServingDep, search: SearchDep) -> Response:
    """One hub: what to fix first."""
    t = reader(request)
    entry = next((one for one in _hubs(leased, search, t) if one["id"] == hub), None)
    if entry is None:
        raise NotFoundError(f"There is no hub “{hub}”.", f"Il n'y a pas de pôle « {hub} ».")
    french = t.language == "fr"
    findings: dict[str, list[dict[str, Any]]] = {}
    for found in search.frequent_findings(hub):
        titles = ((link(iri, leased.base)[0], t.metadata(title)) for iri, title in found.examples)
        shown = {
            "records": found.records,
            "message": found.fr if french else found.en,
            "code": found.code.rpartition("/")[2],
            "path": found.path,
            "examples": [Item(title.text or href, title.language, href) for href, title in titles],
        }
        findings.setdefault(found.severity, []).append(shown)
    refused = [(row[1], row[2], row[4] if french else row[3]) for row in search.refused(hub=hub)]
    unlinked = search.linkage.unmatched(hub)
    words = word_items(unlinked, suggestions(unlinked, search.vocabulary), t, leased.base)
    unmatched = {"words": words, "total": search.linkage.number_unmatched(hub)}
    return page(
        request, "hub.html", "hubs", hub=entry, figures=FIGURES, findings=findings, refused=refused, unmatched=unmatched
    )


def _hubs(leased: Serving, search: Search, t: Reader) -> list[dict[str, Any]]:
    """The hubs of the generation with their figures, in the reader's language."""
    counts = search.hubs()
    entries = list(leased.generation.hubs())
    known = {entry.id for entry in entries}
    entries += [HubEntry(name, {"": name}, {}, "", "", ()) for name in counts if name not in known]
    nothing = dict.fromkeys(FIGURES, 0)
    return [
        {
            "id": entry.id,
            "title": t.metadata(entry.title).text,
            "domain": t.metadata(entry.domain).text,
            "homepage": _address(entry.homepage, leased.base),
            "sources": entry.sources,
            **nothing,
            **counts.get(entry.id, {}),
        }
        for entry in entries
    ]


def _address(iri: str, base: str) -> Item:
    href, foreign = link(iri, base)
    return Item(iri, href=href, foreign=foreign)


@router.get("/about")
def about(request: Request) -> Response:
    """What the service is, and its addresses for machines."""
    return page(request, "about.html", "about", endpoints=ENDPOINTS)


def dataset_page(request: Request, detail: RecordDetail, findings: Sequence[StoredFinding]) -> str:
    """The page of one record."""
    t, serving = reader(request), leased(request)
    hub = next((one for one in serving.generation.hubs() if one.id == detail.hub), None)
    with serving.search() as search:
        said = Statements(parse_ntriples(detail.statements))
        naming = Naming(said, t, search.vocabulary, partial(_titles, search), serving.base)
        links = link_items(search.linkage.of(detail.id), naming)
        view = dataset_view(detail.dataset, detail.graph, naming)
        members, services = (
            related(search, relation, detail.dataset, t, serving.base) for relation in ("member_of", "serves")
        )
    path, graph = (link(iri, serving.base)[0] for iri in (detail.dataset, detail.graph))
    forms = [
        {"href": f"{path}.{name}", "title": t(f"form.{name}"), "media_type": FORMS[name].accepted[0]}
        for name in DOWNLOADS
    ]
    place = hub.record_page.replace("{id}", quote(detail.identifier, safe="")) if hub else ""
    return render(
        request,
        "dataset.html",
        t,
        view=view,
        detail=detail,
        kind=kind_key(detail.kind),
        dialect=dialect_title(detail.dialect),
        hub_title=t.metadata(hub.title).text if hub else detail.hub,
        record_page=_address(place, serving.base),
        forms=forms,
        original=f"{graph}/original",
        findings=finding_groups(findings, t, serving.base),
        links=links,
        members=members,
        services=services,
    )


def _titles(search: Search, iri: str) -> Mapping[str, str]:
    record = search.record(dataset=iri)
    titles: Mapping[str, str] = record.summary["title"] if record else {}
    return titles


def resource_page(request: Request, iri: str, statements: Sequence[Triple], incoming: Sequence[Triple]) -> str:
    """The page of any other resource: what is said of it, and what refers to it."""
    t, serving = reader(request), leased(request)
    with serving.search() as search:
        naming = Naming(Statements(statements), t, search.vocabulary, partial(_titles, search), serving.base)
        view = resource_view(iri, incoming, naming)
    return render(request, "resource.html", t, view=view)


def sparql_page(request: Request) -> str:
    """The form for SPARQL queries; ``?draft=`` is a query that stands in it without being run."""
    t = reader(request)
    base = leased(request).base
    offered = examples(t, base)
    draft = request.query_params.get("draft", "")[:_MAX_DRAFT]
    query = draft or offered[0].query
    return render(request, "sparql.html", t, "sparql", examples=offered, query=query, base=base)


def error_page(request: Request, status: int, title: str, detail: str) -> str:
    """What a browser sees when something went wrong; texts are already in the reader's language."""
    return render(request, "error.html", reader(request), status=status, heading=title, detail=detail)
