"""What the edition that comes with the service adds to a publisher's own: labels in other languages, names, matches.

An edition of a publisher takes the place of the one that comes with the service; what this project has translated and
matched would be lost with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .cleaning import LABELS
from .namespace import RDF, SKOS
from .term import Term, Triple, literal_parts

MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
"""The properties that relate concepts of two vocabularies (SKOS Reference, section 10)."""


def supplemented(published: Iterable[Triple], own: Iterable[Triple]) -> tuple[Triple, ...]:
    """The statements of a publisher, and those of our own about the same concepts that do not contradict them.

    A preferred label is added in a language in which the publisher has none.

    Args:
        published: cleaned.
        own: cleaned.

    Returns:
        In their order, each once.
    """
    said = set(published)
    return tuple(sorted(said | set(_additions(said, own))))


def _additions(said: set[Triple], own: Iterable[Triple]) -> Iterator[Triple]:
    known = {s for s, p, o in said if p == RDF.type and o in (SKOS.Concept, SKOS.ConceptScheme)}
    spoken: dict[Term, set[str | None]] = defaultdict(set)
    texts: dict[Term, set[Term]] = defaultdict(set)
    for subject, prop, value in said:
        if prop in LABELS:
            texts[subject].add(value)
        if prop == SKOS.prefLabel:
            spoken[subject].add(literal_parts(value)[1])
    for subject, prop, value in own:
        if subject not in known:
            continue
        if prop == SKOS.prefLabel:
            if literal_parts(value)[1] not in spoken[subject]:
                yield subject, prop, value
        elif prop in MATCHES or (prop in LABELS and value not in texts[subject]):
            yield subject, prop, value
