"""Keywords of DIF: science keywords, platforms, instruments, projects, places, topics and free words."""

from collections.abc import Callable, Iterator, Sequence

from vocab.namespace import DCAT, PROV
from vocab.term import Term, iri, literal

from .converters import codes, keywords, linking
from .converters.xml import local_name
from .dif_people import gcmd, refer
from .dif_text import fields, said
from .parsing import Node, XmlElement
from .scope import Scope

SEPARATOR = " > "
"""Stands between the levels of a keyword that is a path."""


def science_keyword(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A GCMD science keyword, from its category down to its most detailed level."""
    path, detail = _levels(node, "Detailed_Variable")
    if path:
        yield from keywords.statements(
            keywords.Keyword(
                ((SEPARATOR.join(path), "en"),),
                gcmd(node),
                "theme",
                "GCMD Science Keywords",
                local_name(node),
                node.sourceline or 0,
            ),
            scope,
        )
    if detail:
        yield DCAT.keyword, literal(detail, language=scope.language)


def _levels(node: XmlElement, last: str = "") -> tuple[list[str], str]:
    """What the children say, from the top level down, and what the last level says if it has this name."""
    levels, detail = [], ""
    children: Sequence[Node] = node[:]
    for child in children:
        if level := said(child):
            if last and child.tag.endswith(last):
                detail = level
            else:
                levels.append(level)
    return levels, detail


def discipline(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Discipline, from its name down to the most detailed one below: a keyword."""
    del scope
    path, _ = _levels(node)
    if path:
        yield DCAT.keyword, literal(SEPARATOR.join(path), language="en")


class Acquired:
    """A platform, instrument or project by which data came about: a concept, else its names as keywords."""

    def __init__(self, kind: str, description: str, *, expected: bool = True) -> None:
        self.description = f"{description}: a concept by its GCMD id, short or long name, else a keyword for each name."
        self.kind = kind
        self.facets = keywords.OBSERVING if expected else keywords.FACETS_BY_TYPE[kind]
        self.expected = expected

    def __call__(self, node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
        """What was acquired with it, or what it is called."""
        address = gcmd(node)
        found = fields(node)
        names = dict.fromkeys([name for name in (found.text("Short_Name"), found.text("Long_Name")) if name])
        for meant in self._meanings(address, list(names), scope):
            if len(meant.concepts) == 1:
                linking.record(meant, scope, kind=self.kind, prop=PROV.used)
                yield from keywords.acquired_with(meant.concepts[0].iri, scope)
                return
        if not names:
            return
        place, line, texts = local_name(node), node.sourceline or 0, tuple((name, scope.language) for name in names)
        if self.expected:
            scope.report("link.keyword", path=place, line=line, excerpt=texts[0][0], detail=repr(texts[0][0]))
        yield from keywords.statements(keywords.Keyword(texts, address, self.kind, "", place, line), scope)

    def _meanings(self, address: str, names: Sequence[str], scope: Scope) -> Iterator[linking.Meaning]:
        """What its address means, and each of its names."""
        known = scope.context.matcher.concept(iri(address)) if address else None
        if known is not None:
            yield linking.addressed(known, names[0] if names else address)
        for name in names:
            yield linking.meaning([name], scope, facets=self.facets)


platform = Acquired("platform", "A Platform or Source_Name")
instrument = Acquired("instrument", "An Instrument, Sensor or Sensor_Name")
project = Acquired("mission", "A Project", expected=False)


def campaigns(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The class of a platform, the technique of an instrument, the campaign of a project: a keyword."""
    if found := said(node):
        yield DCAT.keyword, literal(found, language=scope.language)


def plain_keyword(kind: str) -> Callable[[XmlElement, Scope], Iterator[tuple[Term, Term]]]:
    """A chooser for text elements that are keywords of one type."""

    def choose(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
        """Keywords that stand as text, such as Ancillary_Keyword."""
        if found := said(node):
            texts = ((found, scope.language),)
            keyword = keywords.Keyword(texts, "", kind, "", local_name(node), node.sourceline or 0)
            yield from keywords.statements(keyword, scope)

    return choose


def location(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Location: a place by its most detailed name, and the path that leads to it as a keyword."""
    levels, detail = _levels(node, "Detailed_Location")
    names = [*levels, detail] if detail else levels
    if not names:
        return
    keyword = keywords.Keyword(((names[-1], "en"),), "", "place", "", "Location", node.sourceline or 0)
    for prop, place in keywords.statements(keyword, scope):
        if not detail:
            refer(place, node, scope)
        yield prop, place
    if len(names) > 1:
        yield DCAT.keyword, literal(SEPARATOR.join(names), language="en")


def theme(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An ISO_Topic_Category; DIF writes the category's name or its code.

    Raises:
        ConversionError: it is unknown.
    """
    if said(node):
        yield from codes.topic_category(node, scope)
