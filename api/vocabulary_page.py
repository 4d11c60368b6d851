"""The pages of vocabularies: the list of them, each by itself, its tree, its alphabetical index.

All of it works without script: a tree is a list of links to lists, which script opens in place.
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from catalogue.search import Search
from vocab.alphabet import Alphabet
from vocab.hierarchy import Hierarchy
from vocab.index import VocabularyEntry

from .address import Item, concept_address
from .concept import find
from .concept_view import PATHS, SHOWN, Lister
from .errors import IriError, NotFoundError
from .layout import page
from .query import number
from .serving import SearchDep, Serving, ServingDep
from .texts import Reader, reader
from .vocabulary_view import index_languages, index_page, search, summary, vocabulary_view

router = APIRouter(include_in_schema=False)

MAX_TEXT = 200
"""Characters of a search."""

_HIGHEST = 999_999_999


def known(catalogue: Search, id_: str) -> VocabularyEntry:
    """A vocabulary by its id.

    Raises:
        NotFoundError: there is none.
    """
    entry = catalogue.vocabulary.vocabulary(id_)
    if entry is None:
        name = id_[:100]
        raise NotFoundError(f"There is no vocabulary “{name}”.", f"Il n'y a pas de vocabulaire « {name} ».")
    return entry


def hub_titles(leased: Serving, t: Reader) -> dict[str, str]:
    """Titles of the hubs by id."""
    return {hub.id: t.metadata(hub.title).text for hub in leased.generation.hubs()}


@router.get("/vocabularies")
def vocabularies(request: Request, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The vocabularies, the tables of codes behind the others."""
    t, index = reader(request), catalogue.vocabulary
    hubs = hub_titles(leased, t)
    found = [summary(entry, index, hubs, t) for entry in index.vocabularies() if entry.concepts]
    groups = [
        ("thesauri", [one for one in found if one.facet != "authority"]),
        ("tables", [one for one in found if one.facet == "authority"]),
    ]
    return page(request, "vocabularies.html", "vocabularies", groups=[group for group in groups if group[1]])


@router.get("/vocabulary/{id_}")
def vocabulary(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep, q: str = "") -> Response:
    """A vocabulary: what it is, a search in it, its top concepts."""
    entry, t, index = known(catalogue, id_), reader(request), catalogue.vocabulary
    lister = Lister(index, entry.id, t, leased.base)
    tops = lister.listing(lister.browser.tops(size=SHOWN))
    text = " ".join(q[:MAX_TEXT].replace("*", " ").split())
    return page(
        request,
        "vocabulary.html",
        "vocabularies",
        view=vocabulary_view(entry, index, hub_titles(leased, t), t, leased.base, tops.total),
        listing=tops,
        q=text,
        suggesting=request.app.state.desk.open,
        found=search(index, entry.id, text, t) if text else [],
    )


@router.get("/vocabulary/{id_}/tree")
def tree(
    request: Request, id_: str, leased: ServingDep, catalogue: SearchDep, uri: str = "", after: str = ""
) -> Response:
    """The concepts below one, or at the top, page by page; the script of a tree takes its lists from here."""
    entry, t, index = known(catalogue, id_), reader(request), catalogue.vocabulary
    lister = Lister(index, entry.id, t, leased.base)
    parent, paths = None, list[list[Item]]()
    if uri:
        if ":" not in uri:
            raise IriError("uri")
        parent = find(index, uri, entry.id)
        if parent is None:
            raise NotFoundError(
                f"{entry.id} has no concept {uri[:200]}.", f"{entry.id} n'a pas de concept {uri[:200]}."
            )
    if parent is None:
        listed = lister.browser.tops(after=after, size=SHOWN)
    else:
        listed = lister.browser.narrower(parent, after=after, size=SHOWN)
        if not listed.total:
            listed = lister.browser.members(parent, after=after, size=SHOWN)
        for path in Hierarchy(index).paths(parent.number, limit=PATHS):
            names = (t.metadata(node.labels) for node in path)
            paths.append(
                [Item(n.text or p.iri, n.language, concept_address(p.iri)) for n, p in zip(names, path, strict=True)]
            )
    return page(
        request,
        "tree.html",
        "vocabularies",
        entry=entry,
        title=t.metadata(entry.titles),
        parent=lister.branch(parent) if parent else None,
        paths=paths,
        listing=lister.listing(listed, uri),
    )


@router.get("/vocabulary/{id_}/index")
def alphabetical(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The alphabetical index: ``in`` is the language of the labels, ``letter`` the heading."""
    entry, t, index = known(catalogue, id_), reader(request), catalogue.vocabulary
    given = request.query_params
    languages = index_languages(index, entry.id, t) or ("",)
    language = given["in"] if given.get("in") in languages else languages[0]
    alphabet = Alphabet(index, entry.id, language)
    headings = alphabet.headings()
    letter = given["letter"] if given.get("letter") in headings else (headings or [""])[0]
    after = number(given, "after", default=0, low=0, high=_HIGHEST)
    lister = Lister(index, entry.id, t, leased.base)
    entries, following = index_page(index, alphabet, letter, after, lister, language)
    return page(
        request,
        "alphabet.html",
        "vocabularies",
        entry=entry,
        title=t.metadata(entry.titles),
        languages_offered=languages,
        language=language,
        headings=headings,
        letter=letter,
        entries=entries,
        following=following,
        started=after > 0,
    )
