"""Mending: texts put right in a document before any table reads it.

Markup, character references that were escaped twice, garbled characters and control characters may stand in any text
of any dialect. They are looked for in the document's bytes, which takes next to no time; only where some may stand are
the texts gone through, and each that is changed is reported with its place.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from .converters.markup import is_markup, without_markup
from .parsing import Node, XmlElement, element_path
from .scope import Scope

_ESCAPED = re.compile(
    rb"&(?:lt;[/!A-Za-z]|amp;(?:[A-Za-z]{2,8}|#[xX]?[0-9A-Fa-f]+);|#(?:1[2-5]\d|823[4-8]|829[4-7]|[xX]))"
)
_ASCII = bytes(range(128))
_ODD_CHARACTERS = re.compile(
    rb"\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf"
    rb"|\xc3[\x82\x83]\xc2|\xc3\xa2(?:\xe2\x82\xac|\xc2)"
)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8|us-ascii)", re.IGNORECASE)
_C1 = re.compile(rb"[\x80-\x9f]")

_JSON_TAG = re.compile(rb"<(?:/|[bBpP])")
_JSON_REFERENCE = re.compile(rb"&(?:[A-Za-z]{2,8}|#[xX]?[0-9A-Fa-f]+);")
_JSON_ESCAPE = re.compile(rb"\\u(?:003[cC]|0026|00[0189]|20[26])")


def mend(root: Node, content: bytes, scope: Scope) -> None:
    """Put the texts of a record right, in place; what is changed is reported.

    Args:
        root: the record's root.
        content: the document's bytes.
        scope: where diagnostics go.
    """
    if isinstance(root, XmlElement):
        if _is_suspect_xml(content):
            _mend_xml(root, scope)
    elif _is_suspect_json(content):
        _mend_json(root, "", scope)


def _is_suspect_xml(content: bytes) -> bool:
    return (
        # looked for by their rarest character first, which is quicker
        (b"&" in content and _ESCAPED.search(content) is not None)
        or (b"]" in content and b"]]>" in content)
        or (not content.isascii() and _has_odd_characters(content))
        or b"\x00" in content[:8]
    )


def _is_suspect_json(content: bytes) -> bool:
    return (
        (b"<" in content and _JSON_TAG.search(content) is not None)
        or (b"&" in content and _JSON_REFERENCE.search(content) is not None)
        or (b"\\" in content and _JSON_ESCAPE.search(content) is not None)
        or (not content.isascii() and _has_odd_characters(content))
    )


def _has_odd_characters(content: bytes) -> bool:
    foreign = content.translate(None, _ASCII)
    if _OTHER_ENCODING.match(content):
        return _C1.search(foreign) is not None
    return _ODD_CHARACTERS.search(foreign, 3) is not None


def _mend_xml(root: XmlElement, scope: Scope) -> None:
    for element in root.iter():
        # past what a traced document notes: mending is no reading
        text = _TEXT.__get__(element)
        if text and _may_be_odd(text):
            mended = _reported(text, scope, element_path(element), element.sourceline or 0)
            _TEXT.__set__(element, mended)
        for name, value in element.items():
            if _may_be_odd(value):
                path = f"{element_path(element)}/@{str(name).rpartition('}')[2]}"
                element.set(name, _reported(str(value), scope, path, element.sourceline or 0))


def _may_be_odd(text: str) -> bool:
    return ("&" in text or "<" in text or not text.isascii()) and _ODD.search(text) is not None


_TEXT: Any = XmlElement.text
"""The attribute itself, whatever a subclass makes of it."""


def _mend_json(node: Any, path: str, scope: Scope) -> None:
    members: Iterator[tuple[Any, Any]]
    if isinstance(node, dict):
        members = iter(list(dict.items(node)))
    elif isinstance(node, list):
        members = enumerate(list(list.__iter__(node)))
    else:
        return
    for key, value in members:
        here = f"{path}[]" if isinstance(key, int) else f"{path}.{key}" if path else key
        if not isinstance(value, str):
            _mend_json(value, here, scope)
        elif _ODD.search(value):
            node[key] = _reported(value, scope, here, 0)


_ODD = re.compile(
    r"</?[A-Za-z!]|&(?:[A-Za-z]|#)"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]"
    r"|[ÃÂ][\x80-\xbf]|â(?:€|[\x80-\xbf])"
)
"""Where a text may have to be mended."""


def _reported(text: str, scope: Scope, path: str, line: int) -> str:
    """The text, mended; each step is reported."""
    for code, after in mended(text):
        scope.repaired(code, text, after.strip() or NOTHING, path=path, line=line)
        text = after
    return text


NOTHING = "∅"
"""What is shown in place of a value of which nothing is left."""


def mended(text: str) -> Iterator[tuple[str, str]]:
    """What becomes of a text step by step, as (code of the diagnostic, text after it); nothing when it is right."""
    if (after := restored(text)) != text:
        yield "repaired.encoding", after
        text = after
    if (after := _CONTROL.sub("", text)) != text:
        yield "repaired.controls", after
        text = after
    if text.lstrip().startswith(_QUOTED):
        return
    plain = _REFERENCE.sub(_referred, text)
    if is_markup(text) or is_markup(plain):
        yield "repaired.html", _REFERENCE.sub(_referred, without_markup(text if is_markup(text) else plain))
    elif plain != text:
        yield "repaired.entities", plain


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that reorder or hide what a reader sees; line ends and tabs are none."""

_QUOTED = ("<?xml", "<![CDATA[", "&lt;?xml")
"""How a text begins that quotes a document, to the letter."""

_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def _referred(match: re.Match[str]) -> str:
    """What a reference stands for; itself when it is none of HTML's."""
    found = unescape(match[0])
    return " " if found == "\xa0" else _CONTROL.sub("", found)


def restored(text: str) -> str:
    """Text whose characters were read in a wrong encoding, as it was written; any other text as it is.

    >>> restored("Orl\u00c3\u00a9ans, l\u0092eau")
    'Orléans, l’eau'
    """
    text = _TWICE.sub(_decoded, text)
    return _C1_CHARACTER.sub(_windows, text)


_WINDOWS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE = re.compile(rf"[ÃÂ][\x80-\xbf]|â(?:€|\x80)[\x80-\xbf{_WINDOWS}]")
"""UTF-8 that was read as Latin-1 or Windows-1252, as it is met: accented letters, spaces, signs and quotation marks."""

_C1_CHARACTER = re.compile(r"[\x80-\x9f]")


def _decoded(match: re.Match[str]) -> str:
    octets = b"".join(c.encode("latin-1") if c < "\u0100" else c.encode("cp1252") for c in match[0])
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _windows(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252", "ignore")
