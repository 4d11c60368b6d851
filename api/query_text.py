"""The text of a SPARQL query, looked at before it is evaluated: does it name a dataset, does it call another service?

The evaluator would call any address that a SERVICE clause names, so such a query must never reach it. The look at that
keyword errs on the safe side: it ignores quotes, comments and angle brackets, inside which a text can be made to seem
to be. The look at FROM need not be that careful.
"""

import re

_UNESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_RUN = re.compile(r"[?$]?(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])+")
_VARIABLE = re.compile(r"[?$]\w+")
_TARGET = re.compile(r"\s*(?:[<?$#]|SILENT\b|[\w.\-]{0,100}:)", re.IGNORECASE)
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|#[^\n\r]*"
    r"|[?$]\w+"
    r"|[\w.:\-]+",
    re.DOTALL,
)


def calls_service(query: str) -> bool:
    """Whether a query calls another service, or might.

    >>> calls_service("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    True
    >>> calls_service("SELECT * { ?service dcat:service ?x FILTER CONTAINS(?x, 'service des eaux') }")
    False
    """
    return any(_names_service(text) for text in {query, _unescaped(query)})


def _names_service(text: str) -> bool:
    for match in _RUN.finditer(text):
        run = match[0]
        if not run.upper().endswith("SERVICE") or ":" in run or _VARIABLE.fullmatch(run):
            continue
        if _TARGET.match(text, match.end()):
            return True
    return False


def _unescaped(text: str) -> str:
    """A text with its code point escapes replaced (SPARQL 1.1, section 19.2)."""

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match[0]

    return _UNESCAPE.sub(character, text)


def names_dataset(query: str) -> bool:
    """Whether a query has a dataset clause (SPARQL 1.1, section 13.2).

    >>> names_dataset("SELECT * FROM <http://example.org/g> { ?s ?p ?o }")
    True
    >>> names_dataset("SELECT * { ?from dct:source 'FROM <x>' } # FROM <y>")
    False
    """
    return any(match[0].upper() == "FROM" for match in _TOKEN.finditer(query))
