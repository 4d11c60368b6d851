"""The addresses of the API: one table of what is answered where, with the parameters that it takes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.serving import SearchDep, ServingDep
from vocab.index import VocabularyEntry

from . import alphabet, changes, concepts, data, entity, groups, mappings, relations, search, vocabulary
from .answering import HEADERS, answer, refuse
from .asking import Asked
from .context import Answer
from .refusal import RefusalError, not_found

ROOT = "/rest/v1"

_STRING, _BOOLEAN = {"type": "string"}, {"type": "boolean"}
_WHOLE, _POSITIVE = {"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}

PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "lang": ("language of labels and texts", _STRING),
    "clang": ("language of labels, when it is to differ from that of texts", _STRING),
    "labellang": ("language of the labels that are shown, when another one is searched", _STRING),
    "uri": ("IRI of a concept, or of a group", _STRING),
    "query": ("a label; * stands for anything", _STRING),
    "label": ("a label", _STRING),
    "vocab": ("ids of vocabularies, with spaces between them", _STRING),
    "type": ("classes, as IRIs or prefixed names, with spaces between them", _STRING),
    "parent": ("IRI of a concept; only what is below it is found", _STRING),
    "group": ("IRI of a group; only its members are found", _STRING),
    "scheme": ("IRIs of concept schemes, with spaces between them", _STRING),
    "fields": ("properties of SKOS that are shown of each hit, with spaces between them", _STRING),
    "unique": ("each concept once, by its best label", _BOOLEAN),
    "maxhits": ("hits at most", _POSITIVE | {"maximum": search.MAX_HITS}),
    "offset": ("left out at the beginning", _WHOLE),
    "limit": ("at most so many", _POSITIVE),
    "order": (
        "by label, as the contract has it, or the best answers first",
        _STRING | {"enum": ["label", "relevance"]},
    ),
    "accents": ("whether accents and punctuation count", _STRING | {"enum": ["respect", "ignore"]}),
    "fuzzy": ("labels that the query may mean when it is misspelt, with a score", _BOOLEAN),
    "format": ("media type of the answer", _STRING),
    "external": ("with labels from other vocabularies", _BOOLEAN),
    "after": ("IRI of the last one that is known already", _STRING),
    "modified_since": ("a date or a moment; only what was made or changed since then", _STRING),
    "callback": ("name of a function; the answer is a script that calls it", _STRING),
}
"""Every parameter: what it says, and its schema."""

SEARCH = (
    *("query", "lang", "labellang", "vocab", "type", "parent", "group", "scheme", "maxhits", "offset", "fields"),
    *("unique", "order", "accents", "fuzzy"),
)


class Endpoint(NamedTuple):
    """What is answered at an address.

    Attributes:
        path: behind the root; ``{vocid}`` is the id of a vocabulary.
        answer: answers a request with what becomes JSON, or else a whole response.
        parameters: names of those that it takes; one that it needs ends in ``!``.
        whole: whether it answers with a whole response.
    """

    path: str
    answer: Callable[..., Any]
    parameters: tuple[str, ...]
    whole: bool = False


ENDPOINTS = (
    Endpoint("vocabularies", vocabulary.vocabularies, ("lang!",)),
    Endpoint("search", search.search, SEARCH),
    Endpoint("label", relations.label, ("uri!", "lang")),
    Endpoint("types", vocabulary.types, ("lang!",)),
    Endpoint("data", data.data, ("uri!", "format"), whole=True),
    Endpoint("{vocid}/", vocabulary.information, ("lang",)),
    Endpoint("{vocid}/types", vocabulary.types, ("lang",)),
    Endpoint("{vocid}/topConcepts", relations.top_concepts, ("lang", "scheme", "limit")),
    Endpoint("{vocid}/data", data.data, ("uri", "format", "lang"), whole=True),
    Endpoint("{vocid}/dump", data.dump, ("format",), whole=True),
    Endpoint("{vocid}/concepts", concepts.concepts, ("after", "limit", "modified_since", "lang"), whole=True),
    Endpoint("{vocid}/search", search.search, tuple(name for name in SEARCH if name != "vocab")),
    Endpoint("{vocid}/lookup", search.lookup, ("label!", "lang")),
    Endpoint("{vocid}/vocabularyStatistics", vocabulary.statistics, ("lang",)),
    Endpoint("{vocid}/labelStatistics", vocabulary.label_statistics, ("lang",)),
    Endpoint("{vocid}/index/", alphabet.letters, ("lang",)),
    Endpoint("{vocid}/index/{letter}", alphabet.concepts, ("lang", "limit", "offset")),
    Endpoint("{vocid}/label", relations.label, ("uri!", "lang")),
    Endpoint("{vocid}/broader", relations.broader, ("uri!", "lang")),
    Endpoint("{vocid}/broaderTransitive", relations.broader_transitive, ("uri!", "lang", "limit")),
    Endpoint("{vocid}/narrower", relations.narrower, ("uri!", "lang")),
    Endpoint("{vocid}/narrowerTransitive", relations.narrower_transitive, ("uri!", "lang", "limit")),
    Endpoint("{vocid}/related", relations.related, ("uri!", "lang")),
    Endpoint("{vocid}/hierarchy", relations.hierarchy, ("uri!", "lang")),
    Endpoint("{vocid}/children", relations.children, ("uri!", "lang", "limit", "after")),
    Endpoint("{vocid}/groups", groups.groups, ("lang",)),
    Endpoint("{vocid}/groupMembers", groups.group_members, ("uri!", "lang")),
    Endpoint("{vocid}/mappings", mappings.mappings, ("uri!", "external", "lang", "clang")),
    Endpoint("{vocid}/new", changes.new, ("lang", "offset", "limit")),
    Endpoint("{vocid}/modified", changes.modified, ("lang", "offset", "limit")),
)
"""Every address under the root."""

router = APIRouter(tags=["vocabulary"])


def _declared(endpoint: Endpoint) -> list[dict[str, Any]]:
    """The parameters of an endpoint as OpenAPI 3.1 describes them."""
    asked = [(name.rstrip("!"), name.endswith("!")) for name in endpoint.parameters]
    if not endpoint.whole:
        asked.append(("callback", False))
    return [
        {
            "name": name,
            "in": "query",
            "description": PARAMETERS[name][0],
            "schema": PARAMETERS[name][1],
            "required": needed,
        }
        for name, needed in asked
    ] + [
        {"name": name, "in": "path", "schema": _STRING, "required": True}
        for name in ("vocid", "letter")
        if f"{{{name}}}" in endpoint.path
    ]


def _endpoint(endpoint: Endpoint) -> Callable[..., Response]:
    def handle(request: Request, leased: ServingDep, catalogue: SearchDep) -> Response:
        try:
            entry = _entry(request, catalogue)
            asked = Asked(
                catalogue.vocabulary,
                leased.base,
                request.query_params,
                request.headers.get("accept", ""),
                entry,
                request.path_params.get("letter", ""),
            )
            if endpoint.whole:
                response: Response = endpoint.answer(request, asked)
                return response
            body: Answer = endpoint.answer(asked)
            return answer(request, body, entry)
        except RefusalError as error:
            return refuse(request, error)

    handle.__doc__ = endpoint.answer.__doc__
    return handle


def _entry(request: Request, catalogue: SearchDep) -> VocabularyEntry | None:
    """The vocabulary that the address names; None when it names none.

    Raises:
        RefusalError: there is none of that name.
    """
    if "vocid" not in request.path_params:
        return None
    name = request.path_params["vocid"]
    entry: VocabularyEntry | None = catalogue.vocabulary.vocabulary(name)
    if entry is None:
        raise not_found(f"Vocabulary id '{name}' not found.", f"Vocabulaire « {name} » introuvable.")
    return entry


def _documentation() -> Response:
    """The way to the description of this interface."""
    return RedirectResponse("/openapi.json", HTTPStatus.FOUND, dict(HEADERS))


def _vocabulary(request: Request) -> Response:
    """The way from a vocabulary's id to what it says of itself."""
    query = f"?{request.url.query}" if request.url.query else ""
    last = request.url.path.rsplit("/", 1)[-1]
    return RedirectResponse(f"{ROOT}/{last}/{query}", HTTPStatus.FOUND, dict(HEADERS))


def _nothing(request: Request) -> Response:
    """Nothing is answered at this address."""
    return refuse(request, not_found("", ""))


def _first_line(doc: str | None) -> str:
    return (doc or "").split("\n", 1)[0].rstrip(".")


for _one in ENDPOINTS:
    router.add_api_route(
        f"{ROOT}/{_one.path}",
        _endpoint(_one),
        methods=["GET"],
        name=_one.answer.__name__,
        operation_id=f"skosmos_{_one.path.strip('/').replace('/', '_').translate(str.maketrans('', '', '{}'))}",
        summary=_first_line(_one.answer.__doc__),
        openapi_extra={"parameters": _declared(_one)},
        response_model=None,
    )
router.add_api_route(
    "/entity",
    _endpoint(Endpoint("", lambda _request, asked: entity.entity(asked), (), whole=True)),
    methods=["GET"],
    name="entity",
    summary=_first_line(entity.entity.__doc__),
    openapi_extra={"parameters": _declared(Endpoint("", entity.entity, ("uri!", "format", "vocab"), whole=True))},
    response_model=None,
)
router.add_api_route(ROOT, _documentation, methods=["GET"], include_in_schema=False)
router.add_api_route(f"{ROOT}/", _documentation, methods=["GET"], include_in_schema=False)
router.add_api_route(f"{ROOT}/{{vocid}}", _vocabulary, methods=["GET"], include_in_schema=False)
router.add_api_route(f"{ROOT}/{{path:path}}", _nothing, methods=["GET"], include_in_schema=False)
