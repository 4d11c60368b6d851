"""All concepts of a vocabulary, page by page: the way to keep a copy of it up to date."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

from vocab.hierarchy import Hierarchy
from vocab.index import Resource
from vocab.namespace import DCTERMS, OWL
from vocab.schema import Kind, LabelKind

from .answering import answer
from .asking import Asked
from .context import BASIC, ONKI, Answer, linked
from .naming import compact
from .refusal import bad_request, invalid

SHOWN = 200
"""Concepts of one page when the request sets no bound."""

MOST = 1000
"""Concepts of one page."""

LABELS = {
    LabelKind.PREFERRED: "prefLabels",
    LabelKind.ALTERNATIVE: "altLabels",
    LabelKind.HIDDEN: "hiddenLabels",
}

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?")


def concepts(request: Request, asked: Asked) -> Response:
    """The concepts of a vocabulary in the order of their IRIs, a page at a time.

    ``after`` is the last IRI of the page before, so a page costs the same wherever it is; ``next`` is the address of
    the page behind, and is missing on the last. ``modified_since`` leaves only what was made or changed since then.
    """
    limit, since = asked.whole("limit", SHOWN, low=1, high=MOST), asked.text("modified_since")
    if since and not _DATE.fullmatch(since):
        raise invalid("modified_since")
    found = _page(asked, since, limit + 1)
    page = found[:limit]
    context = {
        **BASIC,
        "onki": ONKI,
        "dct": DCTERMS.base,
        "owl": OWL.base,
        "concepts": {"@reverse": "skos:inScheme"},
        "prefLabel": {"@id": "skos:prefLabel", "@language": asked.language or None},
        "prefLabels": {"@id": "skos:prefLabel", "@container": "@language"},
        "altLabels": {"@id": "skos:altLabel", "@container": "@language"},
        "hiddenLabels": {"@id": "skos:hiddenLabel", "@container": "@language"},
        "notation": "skos:notation",
        "broader": linked("skos:broader"),
        "created": "dct:created",
        "modified": "dct:modified",
        "deprecated": "owl:deprecated",
        "replacedBy": linked("dct:isReplacedBy"),
        "next": linked("onki:nextPage"),
    }
    body: Answer = {"@context": context, "uri": asked.vocabulary.scheme, "concepts": _told(asked, page)}
    if len(found) > limit:
        onward = {name: value for name, value in asked.given.items() if name != "after"} | {"after": page[-1].iri}
        body["next"] = f"{asked.address}concepts?{urlencode(onward)}"
    response = answer(request, body, asked.vocabulary)
    if "next" in body:
        response.headers["Link"] = f'<{body["next"]}>; rel="next"'
    return response


def _page(asked: Asked, since: str, limit: int) -> list[Resource]:
    index, after, start = asked.index, asked.text("after"), 0
    if after:
        last = index.resource(after, asked.vocabulary.id)
        if last is None:
            raise bad_request("after is no concept of this vocabulary", "after n'est pas un concept de ce vocabulaire")
        start = last.number
    if not since:
        return index.of_kind(asked.vocabulary.id, Kind.CONCEPT, after=start, limit=limit)
    rows = index.connection.execute(
        """SELECT number FROM resource WHERE vocabulary = :vocabulary AND modified <> '' AND modified >= :since
            AND number > :start AND kind & :concept
        UNION SELECT number FROM resource WHERE vocabulary = :vocabulary AND created <> '' AND created >= :since
            AND number > :start AND kind & :concept
        ORDER BY number LIMIT :limit""",
        {
            "vocabulary": asked.vocabulary.number,
            "since": since,
            "start": start,
            "concept": int(Kind.CONCEPT),
            "limit": limit,
        },
    )
    return index.numbered([number for (number,) in rows])


def _told(asked: Asked, page: Sequence[Resource]) -> list[Answer]:
    index, numbers = asked.index, [concept.number for concept in page]
    above = Hierarchy(index).links(numbers)
    iris = index.iris({other for others in above.values() for other in others})
    labels: dict[int, dict[str, dict[str, list[str]]]] = {}
    rows = index.connection.execute(
        "SELECT l.resource, l.kind, l.language, l.text FROM json_each(?) AS asked"
        " CROSS JOIN label l ON l.resource = asked.value ORDER BY l.position",
        (orjson.dumps(numbers).decode(),),
    )
    for number, kind, language, text in rows:
        name = LABELS.get(LabelKind(kind))
        if name is not None:
            labels.setdefault(number, {}).setdefault(name, {}).setdefault(language or "@none", []).append(text)
    told = list[Answer]()
    for concept in page:
        kinds = labels.get(concept.number, {})
        # a concept has one preferred label in a language
        kinds["prefLabels"] = {language or "@none": [text] for language, text in concept.labels.items()}
        one: Answer = {
            "uri": concept.iri,
            "type": [compact(type_) for type_ in concept.types],
            "prefLabel": asked.marked(dict(concept.labels)),
            **{
                name: {language: texts[0] if name == "prefLabels" else texts for language, texts in spoken.items()}
                for name, spoken in kinds.items()
            },
            "notation": concept.notation,
            "broader": [iris[other] for other in above.get(concept.number, ())],
            "created": concept.created,
            "modified": concept.modified,
            "deprecated": concept.deprecated,
            "replacedBy": concept.replaced,
        }
        told.append({name: value for name, value in one.items() if value not in ("", [], {}, None)})
    return told
