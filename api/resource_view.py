"""Resource view: what the page of any other resource shows: what is said of it, and what refers to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from vocab.namespace import RDF, SKOS, prefixed
from vocab.term import Term, Triple, iri_value, is_iri, literal_parts

from .address import Item, concept_search, link, short_name
from .naming import Naming
from .texts import MetadataText

MAX_INCOMING = 200
"""Statements that lead to the resource that the page shows."""


@dataclass(frozen=True, slots=True)
class ResourceView:
    """What the page of a resource shows.

    Attributes:
        iri: of the resource.
        name: what it is called.
        types: its classes.
        rows: properties and values, classes left out.
        incoming: what refers to it: the resource and its properties that do.
        incoming_total: how many statements do.
        search: the search for records about it; empty when it is no concept.
    """

    iri: str
    name: MetadataText
    types: tuple[Item, ...]
    rows: tuple[tuple[Item, tuple[Item, ...]], ...]
    incoming: tuple[tuple[Item, tuple[Item, ...]], ...]
    incoming_total: int
    search: str


def resource_view(iri: str, incoming: Sequence[Triple], naming: Naming) -> ResourceView:
    """The view of a resource for a reader.

    Args:
        iri: of the resource.
        incoming: statements whose object it is.
        naming: what is said of it, and perhaps of its parts, and who reads it.
    """
    subject = f"<{iri}>"
    rows = naming.said.of(subject)
    types = rows.pop(RDF.type, [])
    arriving: dict[Term, list[Item]] = {}
    for other, prop, _ in incoming[:MAX_INCOMING]:
        arriving.setdefault(other, []).append(_property(prop, naming))
    is_concept = SKOS.Concept in types or naming.vocabulary.concept(iri) is not None
    return ResourceView(
        iri,
        naming.name(subject),
        tuple(_item(one, naming) for one in dict.fromkeys(types)),
        tuple(
            (_property(prop, naming), tuple(_item(one, naming) for one in dict.fromkeys(values)))
            for prop, values in rows.items()
        ),
        tuple((_item(one, naming), tuple(dict.fromkeys(props))) for one, props in arriving.items()),
        len(incoming),
        concept_search(iri) if is_concept else "",
    )


def _property(prop: Term, naming: Naming) -> Item:
    href, foreign = link(iri_value(prop), naming.base)
    return Item(prefixed(prop), href=href, foreign=foreign)


def _item(term: Term, naming: Naming) -> Item:
    if not is_iri(term):
        text, language, datatype = literal_parts(term)
        note = short_name(datatype, naming.base) if datatype else ""
        return Item(text, "" if language == naming.reader.language else language or "", note=note)
    iri = iri_value(term)
    if iri.startswith("mailto:"):
        return Item(iri.removeprefix("mailto:"))
    text, language = naming.name(term)
    if naming.vocabulary.concept(iri) is not None:
        return Item(text, language, f"/concept?{urlencode({'uri': iri})}", short_name(iri, naming.base))
    href, foreign = link(iri, naming.base)
    return Item(text, language, href, foreign=foreign)
