"""Identifiers: DOIs and other names of a resource (DCAT 3, section 6.4.9; adms:Identifier for the others)."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from mappings.scope import Scope
from vocab.namespace import ADMS, DCTERMS, RDF, SKOS, XSD
from vocab.term import Term, literal

_DOI = re.compile(
    r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|urn:doi:|info:doi/)?(10\.\d{4,9}/\S+)$", re.IGNORECASE
)
_UNUSUAL_DOI = re.compile(
    r"[<(\[\"']*(?:(?:d\.?o\.?i\.?|urn|info|hdl|handle|id|digital object identifier)?\s*[:=#]?\s*"
    r"(?:h?t?tps?:?/{0,2})?(?:(?:dx\.|www\.)?doi\.org\s*[:/]*)?)"
    r"{1,3}(10\.\d{4,9})\s?/\s?([^\s<>\"]+?)[>)\]\"'.,;\s]*",
    re.IGNORECASE,
)


def doi(text: str) -> str | None:
    """The bare DOI in a text that is nothing but one, in any of its spellings; None when there is none.

    >>> doi("https://dx.doi.org/10.5072/ABC")
    '10.5072/ABC'
    """
    text = unquote(text.strip()) if "%" in text else text.strip()
    if "10." not in text:
        return None
    match = _DOI.match(text)
    if match:
        return match[1].rstrip(".,;")
    if len(text) > _LONGEST_DOI or not (match := _UNUSUAL_DOI.fullmatch(text)):
        return None
    return f"{match[1]}/{match[2]}"


_LONGEST_DOI = 300


def is_usual_doi(text: str) -> bool:
    """Whether a DOI is written in one of the forms that are all normal: bare, as an address, with ``doi:`` before it.

    >>> is_usual_doi("doi: 10.5072/ABC"), is_usual_doi("DOI 10.5072/ABC.")
    (True, False)
    """
    match = _DOI.match(unquote(text.strip()) if "%" in text else text.strip())
    return match is not None and not match[1].endswith((".", ",", ";"))


def identifier_statements(
    identifiers: Iterable[tuple[str, str]], scope: Scope, *, path: str = "identifier"
) -> Iterator[tuple[Term, Term]]:
    """What identifiers say of a resource.

    The first DOI, else the first identifier, is its ``dct:identifier``; every one is an ``adms:identifier``.

    Args:
        identifiers: as (identifier, code space or authority).
        scope: where descriptions and diagnostics go.
        path: where the identifiers stand, for diagnostics.
    """
    named = dict.fromkeys((_value(code, space, scope, path), space) for code, space in identifiers if code)
    for rank, (value, space) in enumerate(sorted(named, key=lambda pair: not pair[0].startswith(DOI_RESOLVER))):
        datatype = XSD.anyURI if value.startswith(("http://", "https://")) else None
        if rank == 0:
            yield DCTERMS.identifier, literal(value, datatype=datatype)
        node = scope.part("identifier", value)
        scope.add(node, RDF.type, ADMS.Identifier)
        scope.add(node, SKOS.notation, literal(value, datatype=datatype))
        agency = "DOI" if value.startswith(DOI_RESOLVER) else space
        if agency:
            scope.add(node, ADMS.schemaAgency, literal(agency))
        yield ADMS.identifier, node


DOI_RESOLVER = "https://doi.org/"


def _value(code: str, space: str, scope: Scope, path: str) -> str:
    bare = doi(code)
    if bare:
        if not is_usual_doi(code):
            scope.repaired("repaired.doi", code, DOI_RESOLVER + bare, path=path)
        return DOI_RESOLVER + bare
    return f"{space.rstrip('/')}/{code}" if space and not _SCHEME.match(code) else code


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
