"""Text: what an element or JSON value says, in which language."""

from collections.abc import Iterable, Sequence

from mappings.parsing import Node, XmlElement
from mappings.scope import Scope
from vocab.term import Term, literal

from .bilingual import SEPARATOR, begins_with_language, by_language


class _LocalNames(dict[str, str]):
    """Local names by the names of elements, remembered: a look-up takes half as long as to cut the name."""

    def __missing__(self, tag: str) -> str:
        if len(self) >= _NAMES:
            self.clear()
        name = self[tag] = tag.rpartition("}")[2]
        return name


_NAMES = 4096
"""How many names are remembered, several times those of all dialects: what foreign names take up has a bound."""

LOCAL = _LocalNames()
"""An element's name without its namespace, by its tag."""


def local_name(node: Node) -> str:
    """An element's name without its namespace."""
    return LOCAL[node.tag]


def text_of(node: Node) -> str:
    """The text of an ISO property element, of any other element, or of a JSON value; empty when there is none."""
    if not isinstance(node, XmlElement):
        return (
            node.strip()
            if isinstance(node, str)
            else ""
            if node is None or isinstance(node, (dict, list))
            else str(node)
        )
    # here and elsewhere a slice, which is read many times faster than an iterator
    children: Sequence[Node] = node[:]
    for child in children:
        said = (child.text or "").strip() or (child.get("codeListValue") or "").strip()
        if said and not child.tag.endswith("}PT_FreeText"):
            return said
    return (node.text or "").strip()


def address_in(node: Node | None) -> str:
    """The address that an ISO property element gives; may be empty.

    It is that of its Anchor or FileName, else its text, else the first that it gives for a language (CHE profile).
    """
    if node is None:
        return ""
    if said := anchor_of(node) or text_of(node):
        return said
    localised = (element.text or "" for element in node.iter("{*}LocalisedURL"))
    return next(filter(None, map(str.strip, localised)), "")


def one_line(text: str) -> str:
    """Text without line breaks and doubled spaces."""
    return " ".join(text.split())


def anchor_of(node: Node) -> str:
    """The address of the Anchor or FileName inside an ISO property element (ISO/TS 19139 8.7.2), or empty."""
    for child in node[:]:
        if child.tag.endswith("}Anchor"):
            return (child.get(_HREF) or "").strip()
        if child.tag.endswith("}FileName"):
            return (child.get("src") or "").strip()
    return (node.get(_HREF) or "").strip()


_HREF = "{http://www.w3.org/1999/xlink}href"


def localised_texts(node: Node, scope: Scope) -> list[tuple[str, str | None]]:
    """The texts of an ISO property element as (text, BCP 47 tag), one in each known language (ISO/TS 19139 7.3)."""
    texts: list[tuple[str, str | None]] = []
    text = text_of(node)
    if text:
        texts.append((text, scope.language))
    translations = [child for child in node[:] if child.tag.endswith("}PT_FreeText")]
    if not translations:
        return texts
    # by language, or by the text where there is none
    known = {tag or ("", text) for text, tag in texts}
    for translation in translations:
        for localised in translation.iter("{*}LocalisedCharacterString"):
            other = (localised.text or "").strip()
            locale = (localised.get("locale") or "").removeprefix("#")
            language = scope.locales.get(locale) or _tag(locale, scope)
            if other and (key := language or ("", other)) not in known:
                known.add(key)
                texts.append((other, language))
    return texts


def _tag(locale: str, scope: Scope) -> str | None:
    return scope.context.codelists["language-tags"].lookup_text(locale.removeprefix("locale-"))


def localised(node: Node, scope: Scope) -> Iterable[Term]:
    """A literal per language."""
    return [literal(text, language=language) for text, language in _told_apart(node, scope)]


def localised_line(node: Node, scope: Scope) -> Iterable[Term]:
    """A literal per language, each in one line: for titles and names."""
    return [literal(one_line(text), language=language) for text, language in _told_apart(node, scope)]


def _told_apart(node: Node, scope: Scope) -> list[tuple[str, str | None]]:
    """The texts of an ISO property element; one that says the same in several languages is told apart and reported."""
    texts = localised_texts(node, scope)
    return in_languages(texts[0][0], node, scope) if len(texts) == 1 else texts


def in_languages(text: str, node: Node, scope: Scope) -> list[tuple[str, str | None]]:
    """A text in the record's language; one that says the same in several languages is told apart and reported."""
    if not begins_with_language(text) and not (scope.locales and SEPARATOR.search(text)):
        return [(text, scope.language)]
    found = by_language(text, scope.language, set(scope.locales.values()))
    if not found:
        return [(text, scope.language)]
    shown = " ".join(f"[{language}] {part}" for part, language in found)
    scope.repaired("repaired.languages", one_line(text), one_line(shown), node=node)
    return list(found)


def tagged(node: Node, scope: Scope) -> Iterable[Term]:
    """One literal in the record's language, of an element or JSON value that holds its text itself."""
    text = text_of(node)
    return [literal(said, language=language) for said, language in in_languages(text, node, scope)] if text else ()


def plain(node: Node, scope: Scope) -> Iterable[Term]:
    """One literal without a language: for identifiers, codes and versions."""
    del scope
    text = one_line(text_of(node))
    return (literal(text),) if text else ()
