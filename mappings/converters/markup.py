"""Markup: text that was written as HTML, as plain text with its paragraphs."""

import re
from html import unescape

_BLOCKS = (
    *(
        "address",
        "article",
        "blockquote",
        "center",
        "div",
        "dl",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
    ),
    *("hr", "main", "ol", "p", "pre", "section", "table", "ul"),
)
_LINES = ("br", "caption", "dd", "dt", "figcaption", "figure", "li", "tbody", "tfoot", "thead", "tr")
_INLINE = (
    *(
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "body",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "html",
        "i",
        "img",
        "ins",
    ),
    *("kbd", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "tt", "u"),
    *("var", "wbr", "col", "colgroup"),
)
_NAMES = "|".join(sorted((*_BLOCKS, *_LINES, *_INLINE), key=len, reverse=True))

_TAG = re.compile(rf"<(/?)({_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TELLING = re.compile(rf"</(?:{_NAMES})\s*>|<(?:br|hr)\s*/?>|<p>|<(?:p|img)\s[^<>]*=[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ANCHOR = re.compile(
    r"<a\s(?:[^<>]*?\s)?href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))[^<>]*>(.*?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_IMAGE = re.compile(r"<img\s(?:[^<>]*?\s)?alt\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')[^<>]*>", re.IGNORECASE)
_RAISED = re.compile(r"<(sup|sub)\b[^<>]*>([^<>]*)</\1\s*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")

_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def is_markup(text: str) -> bool:
    """Whether a text is written as HTML; ``<5 m`` and ``a < b`` are not.

    >>> is_markup("from <b> to <c>")
    False
    """
    return "<" in text and _TELLING.search(text) is not None


def without_markup(text: str) -> str:
    r"""A text written as HTML as plain text: paragraphs and lines are kept, links keep their address.

    >>> without_markup("<p>10<sup>6</sup> km</p><p>see <a href='https://example.org/'>there</a></p>")
    '10⁶ km\n\nsee there (https://example.org/)'
    """
    text = _UNSEEN.sub("", text)
    text = _ANCHOR.sub(_linked, text)
    text = _IMAGE.sub(lambda match: match[1] or match[2] or "", text)
    text = _RAISED.sub(_raised, text)
    if re.search(r"<(?:br|p|div|li)\b", text, re.IGNORECASE):
        # where lines are marked up, line ends only fold the source
        text = "\n\n".join(part.replace("\n", " ") for part in _BLANK_LINE.split(text))
    text = _TAG.sub(_broken, text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _linked(match: re.Match[str]) -> str:
    address = unescape(match[1] or match[2] or match[3] or "").strip()
    said = match[4]
    absolute = address.lower().startswith(("http://", "https://", "ftp://", "mailto:"))
    return f"{said} ({address})" if absolute and address.removeprefix("mailto:") not in unescape(said) else said


def _raised(match: re.Match[str]) -> str:
    sup, said = match[1].lower() == "sup", match[2].strip()
    found = said.translate(_SUPERSCRIPT if sup else _SUBSCRIPT)
    known = found.isascii() is False and not any(one in said for one in found)
    return found if known or not said else f"^{said}" if sup and said.isalnum() else said


def _broken(match: re.Match[str]) -> str:
    name, end = match[2].lower(), bool(match[1])
    if name in _BLOCKS:
        return "\n\n"
    if name == "li":
        return "" if end else "\n- "
    if name in _LINES:
        return "\n"
    return " " if name in ("td", "th") else ""
