"""The text of DIF elements, without what only fills a field."""

from collections.abc import Iterable

from vocab.term import Term, literal

from .converters import dates, text
from .converters.xml import each, first
from .parsing import XmlElement
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
    found = "" if node is None else (node.text or "").strip()
    return "" if is_filler(found) else found


def has_words(node: XmlElement, scope: Scope) -> bool:
    """Whether an element says more than a filler."""
    del scope
    return bool(said(node))


def value(node: XmlElement | None, *names: str) -> str:
    """The text of the element at a path, empty for a filler."""
    return said(first(node, *names))


def values(node: XmlElement, name: str) -> tuple[str, ...]:
    """The texts of the children of one name, without fillers."""
    return tuple(found for child in each(node, name) if (found := said(child)))


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
