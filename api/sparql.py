"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1), reading only.

The default graph is the union of all named graphs unless the request or the query names its dataset; the project's
prefixes need no declaration. Queries are evaluated in processes that end at the time limit. The store does not merge
the union: a statement that stands in several graphs is a solution for each, so a count over it wants DISTINCT.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from vocab.namespace import RDF
from vocab.term import TermError, Triple, iri, iri_value

from . import pages, rdf
from .content import content
from .description import headers_of
from .errors import NotAcceptableError, ParameterError, QueryRefusedError, QuerySyntaxError
from .negotiation import FORMS, choose, preferred
from .query_text import calls_service, names_dataset
from .query_worker import GRAPH_FORMATS, RESULT_FORMATS, Job
from .serving import Serving, ServingDep, publication

router = APIRouter(tags=["SPARQL"])

FORMAT_NAMES: Mapping[str, str] = {
    "turtle": "ttl", "n3": "ttl", "ntriples": "nt", "n-triples": "nt", "json-ld": "jsonld", "rdf+xml": "rdf",
    "rdfxml": "rdf", "sparql-results+json": "json", "sparql-results+xml": "xml",
}  # fmt: skip
"""Other names that clients give to formats in ``?format=``."""

MAX_PARAMETERS = 100

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = ("UnionDefaultGraph",)
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


class SparqlRequest(NamedTuple):
    """A request of the protocol.

    Attributes:
        query: its text; None when there is none.
        default_graphs: values of ``default-graph-uri``.
        named_graphs: values of ``named-graph-uri``.
        format: value of ``format``; empty when not given.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str


@router.get("/sparql")
async def query_by_get(request: Request, leased: ServingDep) -> Response:
    """Evaluate the parameter ``query``; without it, the service's description, or the form for queries."""
    asked = _read(request.url.query)
    if asked.query is None:
        return _describe(request, leased)
    return await _answer(request, asked, leased)


@router.post("/sparql")
async def query_by_post(request: Request, leased: ServingDep) -> Response:
    """Evaluate the query of an HTML form, or one sent as ``application/sparql-query``."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/sparql-update":
        raise _no_update()
    if media_type not in ("application/x-www-form-urlencoded", "application/sparql-query"):
        raise HTTPException(415)
    try:
        body = (await content(request, publication(request).settings.query_limit)).decode()
    except UnicodeDecodeError:
        raise QuerySyntaxError("The query is not UTF-8.", "La requête n'est pas en UTF-8.") from None
    direct = media_type == "application/sparql-query"
    asked = _read(request.url.query)._replace(query=body) if direct else _read(body)
    if asked.query is None:
        raise QuerySyntaxError("The parameter “query” is missing.", "Le paramètre « query » manque.")
    return await _answer(request, asked, leased)


def _read(encoded: str) -> SparqlRequest:
    """The parameters of the protocol, URL-encoded.

    Raises:
        QueryRefusedError: an update is asked for.
        QuerySyntaxError: there is more than one query, or an excess of parameters.
        ParameterError: a graph's name is no IRI.
    """
    try:
        parameters = parse_qs(encoded, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)
    except ValueError:
        raise QuerySyntaxError("There are too many parameters.", "Il y a trop de paramètres.") from None
    if "update" in parameters:
        raise _no_update()
    queries = parameters.get("query", ())
    if len(queries) > 1:
        raise QuerySyntaxError("There is more than one query.", "Il y a plus d'une requête.")
    return SparqlRequest(
        queries[0] if queries else None,
        _iris("default-graph-uri", parameters),
        _iris("named-graph-uri", parameters),
        next(iter(parameters.get("format", ())), "").lower(),
    )


def _no_update() -> QueryRefusedError:
    return QueryRefusedError("The catalogue can only be read here.", "Le catalogue ne peut qu'être lu ici.")


def _iris(name: str, parameters: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    try:
        return tuple(iri_value(iri(text)) for text in parameters.get(name, ()))
    except TermError:
        raise ParameterError(name, "must be an absolute IRI", "doit être un IRI absolu") from None


async def _answer(request: Request, asked: SparqlRequest, leased: Serving) -> Response:
    query = asked.query or ""
    if calls_service(query):
        raise QueryRefusedError(
            "SERVICE is not available: other services are not called from here.",
            "SERVICE n'est pas disponible : aucun autre service n'est appelé d'ici.",
        )
    result_format, graph_format = _formats(request, asked.format)
    named = bool(asked.default_graphs or asked.named_graphs)
    job = Job(
        query=query,
        base=f"{leased.base}/",
        prefixes=rdf.NAMESPACES,
        union=not named and not names_dataset(query),
        default_graphs=asked.default_graphs if named else None,
        named_graphs=asked.named_graphs if named else None,
        result_format=result_format,
        graph_format=graph_format,
        limit=publication(request).settings.result_limit,
    )
    answer = await leased.queries.run(job)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(answer.body, headers=headers, media_type=FORMS[answer.format].media_type)


def _formats(request: Request, asked: str) -> tuple[str, str]:
    """The format for SELECT and ASK, and that for CONSTRUCT and DESCRIBE; empty where none is acceptable.

    Raises:
        ParameterError: a format is asked for by a name that is none.
        NotAcceptableError: the client accepts none of either kind.
    """
    if asked:
        name = FORMAT_NAMES.get(asked, asked)
        # "json" and "xml" are names in both kinds
        graph = {"json": "jsonld", "xml": "rdf"}.get(name, name)
        found = name if name in RESULT_FORMATS else "", graph if graph in GRAPH_FORMATS else ""
        if not any(found):
            words = ", ".join([*RESULT_FORMATS, *GRAPH_FORMATS])
            raise ParameterError("format", f"must be one of: {words}", f"doit être l'un de : {words}")
        return found
    header = request.headers.get("accept", "")
    result, description = preferred(header, tuple(RESULT_FORMATS)), preferred(header, tuple(GRAPH_FORMATS))
    if result is None and description is None:
        words = ", ".join(FORMS[name].accepted[0] for name in (*RESULT_FORMATS, *GRAPH_FORMATS))
        raise NotAcceptableError(f"What there is: {words}.", f"Ce qu'il y a : {words}.")
    return result or "", description or ""


def _describe(request: Request, leased: Serving) -> Response:
    """The service's description (SPARQL 1.1 Service Description), or the form for queries."""
    form = choose(request, ("ttl", "html", "jsonld", "rdf", "nt"))
    headers = headers_of(form, "", ())
    if form.name == "html":
        return HTMLResponse(pages.sparql_page(request), headers=headers)
    endpoint = iri(f"{leased.base}/sparql")
    body = rdf.write(form.name, {endpoint: _service(endpoint)}, first=endpoint)
    return Response(body, headers=headers, media_type=form.media_type)


def _service(endpoint: str) -> list[Triple]:
    return [
        (endpoint, RDF.type, iri(f"{_SD}Service")),
        (endpoint, iri(f"{_SD}endpoint"), endpoint),
        (endpoint, iri(f"{_SD}supportedLanguage"), iri(f"{_SD}SPARQL11Query")),
        *((endpoint, iri(f"{_SD}feature"), iri(f"{_SD}{feature}")) for feature in _FEATURES),
        *((endpoint, iri(f"{_SD}resultFormat"), iri(f"{_FORMATS}{name}")) for name in _RESULTS),
    ]
