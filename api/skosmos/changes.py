"""Changes: the concepts of a vocabulary that are new, and those that were changed or withdrawn."""

from datetime import UTC, datetime

from vocab.index import Resource
from vocab.schema import Kind

from .asking import Asked
from .context import Answer, basic

SHOWN = 200
"""Changes of one answer when the request sets no bound."""

MOST = 1000
"""Changes of one answer."""

_LISTED = {
    "created": """
        SELECT number, created AS date FROM resource
            WHERE vocabulary = :vocabulary AND created <> '' AND kind & :concept AND NOT deprecated
        UNION ALL SELECT number, modified FROM resource
            WHERE vocabulary = :vocabulary AND modified <> '' AND kind & :concept AND deprecated""",
    "modified": """
        SELECT number, modified AS date FROM resource
            WHERE vocabulary = :vocabulary AND modified <> '' AND kind & :concept""",
}


def new(asked: Asked) -> Answer:
    """The concepts by the date of their creation, the newest first, and those that were withdrawn since."""
    return _changes(asked, "created")


def modified(asked: Asked) -> Answer:
    """The concepts by the date of their last change, the newest first."""
    return _changes(asked, "modified")


def _changes(asked: Asked, which: str) -> Answer:
    index = asked.index
    rows = index.connection.execute(
        f"{_LISTED[which]} ORDER BY date DESC, number LIMIT :limit OFFSET :offset",
        {
            "vocabulary": asked.vocabulary.number,
            "concept": int(Kind.CONCEPT),
            "limit": asked.whole("limit", SHOWN, high=MOST),
            "offset": asked.whole("offset", 0),
        },
    ).fetchall()
    dates = dict[int, str](rows)
    changed = [_change(asked, resource, dates[resource.number]) for resource in index.numbered(list(dates))]
    context = basic(
        asked.language,
        prefLabel="skos:prefLabel",
        xsd="http://www.w3.org/2001/XMLSchema#",
        date={"@id": "http://purl.org/dc/terms/date", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    )
    return {"@context": context, "changeList": [change for change in changed if change["date"]]}


def _change(asked: Asked, resource: Resource, date: str) -> Answer:
    told: Answer = {
        "uri": resource.iri,
        "prefLabel": asked.marked(dict(resource.labels)),
        "date": _moment(date),
        "deprecated": resource.deprecated,
    }
    if resource.replaced:
        told["replacedBy"] = resource.replaced
        other = asked.index.resource(resource.replaced, resource.vocabulary) or asked.index.concept(resource.replaced)
        label = asked.marked(dict(other.labels)) if other else None
        if label:
            told["replacingLabel"] = label
    return told


def _moment(text: str) -> str:
    """A date as the contract writes it; empty when there is no such date."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
