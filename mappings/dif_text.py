"""The text of DIF elements, without what only fills a field."""

from collections.abc import Iterable, Sequence

from vocab.term import Term, literal

from .converters import dates, text
from .converters.xml import first
from .parsing import Node, XmlElement
from .scope import Scope

FILLERS = frozenset({"not provided", "not applicable", "n/a", "none"})
"""What NASA's repository writes where a required element is unknown; it is left out."""

_LONGEST = 40
"""No filler is as long, whatever space stands around it; longer texts need not be looked at."""


def is_filler(found: str) -> bool:
    """Whether a text only fills a field, as `Not provided`, `Not applicable`, `N/A` and `None` do."""
    return len(found) < _LONGEST and found.strip().lower().rstrip(".") in FILLERS


def said(node: XmlElement | None) -> str:
    """The text of an element, empty for a filler."""
    if node is None:
        return ""
    found = (node.text or "").strip()
    # every filler begins with n: most texts need not be looked at any further
    return "" if found[:1] in _FIRST and is_filler(found) else found


_FIRST = frozenset("nN")


def around(node: XmlElement) -> str:
    """The text of an element before, between and after its children, empty for a filler."""
    children: Sequence[Node] = node[:]
    if not children:
        return said(node)
    pieces = [(text or "").strip() for text in (node.text, *(child.tail for child in children))]
    found = " ".join([piece for piece in pieces if piece])
    return "" if is_filler(found) else found


class Fields(dict[str, list[XmlElement]]):
    """The children of an element by local name, looked at once by a reader of several."""

    __slots__ = ()

    def text(self, name: str) -> str:
        """The text of the first child of a name; empty when there is none, or a filler."""
        elements = self.get(name)
        if elements is None:
            return ""
        # what `said` does, here without another call: it is asked for more than a hundred texts of a record
        found = (elements[0].text or "").strip()
        return "" if found[:1] in _FIRST and is_filler(found) else found

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of the children of a name, without fillers."""
        found = self.get(name)
        return tuple([one for child in found if (one := said(child))]) if found is not None else ()

    def each(self, name: str) -> list[XmlElement]:
        """The children of a name."""
        return self.get(name, [])

    def inside(self, name: str) -> "Fields":
        """The children of the first child of a name."""
        found = self.get(name)
        return fields(found[0]) if found is not None else Fields()


def fields(node: XmlElement) -> Fields:
    """The children of an element by local name."""
    found = Fields()
    children: Sequence[Node] = node[:]
    for child in children:
        if (name := text.LOCAL[child.tag]) in found:
            found[name].append(child)
        else:
            found[name] = [child]
    return found


def has_words(node: XmlElement, scope: Scope) -> bool:
    """Whether an element says more than a filler."""
    del scope
    return bool(said(node))


def value(node: XmlElement | None, *names: str) -> str:
    """The text of the element at a path, empty for a filler."""
    return said(first(node, *names))


def tagged(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """Text in the record's language, without fillers."""
    found = said(node)
    if not found:
        return ()
    return [literal(one, language=language) for one, language in text.in_languages(found, node, scope)]


def plain(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """Text without a language, without fillers."""
    del scope
    found = said(node)
    return (literal(text.one_line(found)),) if found else ()


def date(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A date; words such as ``unknown`` say nothing."""
    found = said(node)
    return (dates.read(found, scope, node=node),) if found and found.lower() not in dates.SILENT else ()
