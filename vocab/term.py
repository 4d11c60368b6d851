"""RDF terms as plain strings in N-Triples syntax (RDF 1.1 N-Triples, sections 2 and 3).

A term is the text that stands for it in an N-Triples document: ``<https://example.org/>`` or ``"été"@fr``. Triples are
plain tuples of three such strings. They cost nothing to make, compare by value, hash, pickle and join to a document.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

Term: TypeAlias = str
"""An IRI or literal in N-Triples syntax."""

Triple: TypeAlias = tuple[Term, Term, Term]
"""Subject, predicate, object."""

SAFE_SCHEMES = frozenset(
    {"http", "https", "ftp", "ftps", "urn", "doi", "hdl", "ark", "info", "mailto", "tel", "geo", "s3", "z3950"}
)
"""The IRI schemes that a published graph may contain; foreign ``javascript:`` or ``data:`` links are not among them."""

_WITH_AUTHORITY = frozenset({"http", "https", "ftp", "ftps", "s3"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
_FORBIDDEN_IN_IRI = re.compile(
    r"[\x00-\x20<>\"{}|^`\\\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufdd0-\ufdef\ufeff\ufff0-\uffff"
    rf"\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff{_NONCHARACTERS}]"
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(r"(?:[^@/?#\[\]]*@)?(?:[^:@/?#\[\]%]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_HIERARCHICAL = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://([^/?#]*)(.*)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_UNWANTED_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PLAIN_IRI = re.compile(
    r"(?:https?|s3)://[\w.\-]+(?::[0-9]*)?(?:[/?][\w\-.~!$&'()*+,;=:@/?]*)?(?:#[\w\-.~!$&'()*+,;=:@/?]*)?", re.ASCII
)
"""An IRI as most are, in which nothing needs to be encoded."""


class TermError(ValueError):
    """A text cannot be made into an RDF term."""


def iri(value: str) -> Term:
    """An absolute IRI as an N-Triples term; characters that RFC 3987 forbids are percent-encoded.

    Raises:
        TermError: the value is relative, its scheme is not in ``SAFE_SCHEMES``, or its authority is malformed.
    """
    return _known_iri(value) if len(value) <= _LONGEST_KNOWN else _iri(value)


_LONGEST_KNOWN = 200
"""The longest text of which the IRI or hash is remembered: roles, formats and contacts repeat in many records."""


def _iri(value: str) -> Term:
    value = value.strip()
    if _PLAIN_IRI.fullmatch(value):
        return f"<{value}>"
    scheme = _SCHEME.match(value)
    if scheme is None:
        raise TermError(f"not an absolute IRI: {value[:200]!r}")
    if scheme[1].lower() not in SAFE_SCHEMES:
        raise TermError(f"scheme {scheme[1][:20]!r} is not published: {value[:200]!r}")
    if _FORBIDDEN_IN_IRI.search(value):
        value = _FORBIDDEN_IN_IRI.sub(_percent_encode, value)
    if "%" in value:
        value = _STRAY_PERCENT.sub("%25", value)
    hierarchical = _HIERARCHICAL.fullmatch(value)
    if hierarchical is not None:
        name, authority, rest = hierarchical.groups()
        if not _AUTHORITY.fullmatch(authority):
            raise TermError(f"malformed authority: {value[:200]!r}")
        if "[" in rest or "]" in rest or rest.count("#") > 1:
            rest = _encode_rest(rest)
            value = f"{name}://{authority}{rest}"
    elif _needs_authority(scheme[1], value):
        raise TermError(f"malformed authority: {value[:200]!r}")
    elif "[" in value or "]" in value or value.count("#") > 1:
        value = _encode_rest(value)
    return f"<{value}>"


_known_iri = lru_cache(maxsize=4096)(_iri)


def _needs_authority(scheme: str, value: str) -> bool:
    """Whether an IRI without an authority is none: those of the web, and what says nothing behind its scheme."""
    rest = value[len(scheme) + 1 :]
    return scheme.lower() in _WITH_AUTHORITY or not rest or rest.startswith("//")


def _percent_encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _encode_rest(rest: str) -> str:
    head, hash_sign, fragment = rest.partition("#")
    return (head + hash_sign + fragment.replace("#", "%23")).replace("[", "%5B").replace("]", "%5D")


def literal(text: str, *, language: str | None = None, datatype: Term | None = None) -> Term:
    """A literal as an N-Triples term; control characters and lone surrogates are left out.

    Args:
        text: the lexical form.
        language: a BCP 47 tag; an ill-formed one is left out, as the text is worth more than the tag.
        datatype: the datatype's IRI as a term.
    """
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    if not text.isprintable():
        # only then can there be line ends, control characters or surrogates
        text = _UNWANTED_IN_TEXT.sub("", text).replace("\n", "\\n").replace("\r", "\\r")
    if language and (suffix := _language_suffix(language)):
        return f'"{text}"{suffix}'
    return f'"{text}"^^{datatype}' if datatype else f'"{text}"'


@lru_cache(maxsize=512)
def _language_suffix(language: str) -> str:
    """What follows a literal of this language; empty for an ill-formed tag."""
    return f"@{language.lower()}" if _LANGUAGE.fullmatch(language) else ""


_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9\-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def is_iri(term: Term) -> bool:
    """Whether a term is an IRI."""
    return term.startswith("<")


def iri_value(term: Term) -> str:
    """The IRI inside an IRI term."""
    return term[1:-1]


def literal_parts(term: Term) -> tuple[str, str | None, str | None]:
    """Lexical form, language and datatype IRI of a literal.

    Raises:
        TermError: the term is no literal.
    """
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise TermError(f"not a literal: {term[:200]}")
    text, language, datatype = match.groups()
    if "\\" in text:
        text = unescaped(text)
    return text, language, datatype


def unescaped(text: str) -> str:
    """What stands between the quotes of a literal, as text."""
    return _ESCAPE.sub(lambda m: _ESCAPED.get(m[3], m[3]) if m[3] else chr(int(m[1] or m[2], 16)), text)


def value(term: Term) -> str:
    """The IRI or lexical form of a term."""
    return term[1:-1] if term.startswith("<") else literal_parts(term)[0]


def ntriples(triples: Iterable[Triple]) -> str:
    """An N-Triples document."""
    return "".join([f"{s} {p} {o} .\n" for s, p, o in triples])


def nquads(triples: Iterable[Triple], graph: Term) -> str:
    """An N-Quads document with all triples in one named graph."""
    return "".join([f"{s} {p} {o} {graph} .\n" for s, p, o in triples])


_UNSAFE_IN_SEGMENT = re.compile(r"[^A-Za-z0-9._~\-]+")


def segment(identifier: str) -> str:
    """An identifier made safe as one segment of a path, the same on every run.

    What had to be changed, or is longer than 120 characters, gets a suffix from a hash of the whole, so that two
    identifiers never share a segment by accident.
    """
    safe = _UNSAFE_IN_SEGMENT.sub("-", identifier).strip("-.")
    if safe and safe == identifier and len(safe) <= 120:
        return safe
    suffix = short_hash(identifier)
    return f"{safe[:100].strip('-.')}-{suffix}" if safe else suffix


def short_hash(text: str) -> str:
    """Twelve hexadecimal digits that stand for a text in a minted IRI."""
    return _known_hash(text) if len(text) <= _LONGEST_KNOWN else _hashed(text)


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


_known_hash = lru_cache(maxsize=4096)(_hashed)
