"""Citations of DIF: how the data are cited, and the publications about them.

DIF gives a citation in parts; they are joined in the order in which citations are read, and nothing is added but
what tells a volume from an issue.
"""

from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, FOAF
from vocab.term import Term, TermError, iri, literal

from .converters import links, text
from .converters.identifiers import DOI_RESOLVER, doi
from .dif_text import Fields, fields, said
from .parsing import XmlElement
from .scope import Scope

CITATION = (
    ("Dataset_Creator", "{}"), ("Dataset_Editor", "{} (ed.)"), ("Dataset_Release_Date", "{}"), ("Dataset_Title", "{}"),
    ("Dataset_Series_Name", "{}"), ("Version", "version {}"), ("Issue_Identification", "issue {}"),
    ("Data_Presentation_Form", "[{}]"), ("Dataset_Release_Place", "{}"), ("Dataset_Publisher", "{}"),
    ("Dataset_DOI", "{}"), ("Other_Citation_Details", "{}"),
)  # fmt: skip
"""The parts of a Dataset_Citation (DIF 9: Data_Set_Citation) in reading order, and how each is written."""

REFERENCE = (
    ("Author", "{}"), ("Publication_Date", "{}"), ("Title", "{}"), ("Series", "{}"), ("Edition", "edition {}"),
    ("Volume", "vol. {}"), ("Issue", "no. {}"), ("Report_Number", "report {}"), ("Pages", "pp. {}"),
    ("Publication_Place", "{}"), ("Publisher", "{}"), ("ISBN", "ISBN {}"), ("Other_Reference_Details", "{}"),
)  # fmt: skip
"""The parts of a Reference in reading order, and how each is written."""


def _joined(found: Fields, parts: Iterable[tuple[str, str]]) -> str:
    texts = [
        pattern.format(text.one_line(said).removesuffix("pp.").rstrip(". ")) for name, pattern in parts
        if name in found and (said := found.text(name))
    ]  # fmt: skip
    return ". ".join(texts)


def citation(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The parts of a citation of the data, in reading order, where it names the data or their creator."""
    found = scope.once(fields, node)
    told = found.text("Dataset_Title") or found.text("Dataset_Creator")
    return (literal(f"{_joined(found, CITATION)}."),) if told else ()


def reference(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The citation of a publication: as one text, or from its parts in reading order."""
    found = scope.once(fields, node)
    whole = found.text("Citation") or text.one_line(said(node))
    composed = _joined(found, REFERENCE)
    return [literal(text.one_line(one)) for one in (whole, f"{composed}." if composed else "") if one]


def reference_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a publication: its DOI, its address, or one of this service by what it says."""
    found = scope.once(fields, node)
    stated, own = found.inside("Persistent_Identifier").text("Identifier"), found.text("DOI")
    bare = doi(stated) or doi(own)
    if bare:
        return iri(DOI_RESOLVER + bare)
    for address in (own, stated, found.text("Online_Resource")):
        if address.startswith(("http://", "https://")):
            try:
                return links.address(address, scope, node=node)
            except TermError:
                continue
    told = text.one_line(" ".join(node.itertext()))
    return scope.part("reference", told) if told else None


def reference_page(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Where a publication can be read."""
    if said(node):
        yield FOAF.page, scope.describe(links.address(said(node), scope, node=node), FOAF.Document)


def online_resource(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Online_Resource of a citation: where the data are introduced."""
    if said(node):
        yield DCAT.landingPage, scope.describe(links.address(said(node), scope, node=node), FOAF.Document)
