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


def doi(text: str) -> str | None:
    """The bare DOI in a text that is nothing but one, in any of its spellings; None when there is none.

    >>> doi("https://dx.doi.org/10.5072/ABC")
    '10.5072/ABC'
    """
    match = _DOI.match(unquote(text.strip()) if "%" in text else text.strip())
    return match[1].rstrip(".,;") if match else None


def identifier_statements(identifiers: Iterable[tuple[str, str]], scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What identifiers say of a resource.

    The first DOI, else the first identifier, is its ``dct:identifier``; every one is an ``adms:identifier``.

    Args:
        identifiers: as (identifier, code space or authority).
        scope: where descriptions go.
    """
    named = dict.fromkeys((_value(code, space), space) for code, space in identifiers if code)
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


def _value(code: str, space: str) -> str:
    bare = doi(code)
    if bare:
        return DOI_RESOLVER + bare
    has_scheme = re.match(r"[a-z][a-z0-9+.-]*:", code, re.IGNORECASE)
    return f"{space.rstrip('/')}/{code}" if space and not has_scheme else code
