"""Trees: the elements of an XML document that is no RDF, known by their names without namespace."""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from vocab.errors import VocabularyError

from .document import Document

Element: TypeAlias = etree._Element  # noqa: SLF001  (lxml's only name for the type)
"""An XML element."""


def root(document: Document, *names: str) -> Element:
    """The root element of a document; nothing is fetched, expanded or repaired.

    Args:
        document: the document.
        names: local names that its root may have.

    Raises:
        VocabularyError: it is not well-formed, declares a document type, or its root has another name.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        element = etree.fromstring(document.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise VocabularyError(f"{document.name}: {error}") from error
    if element.getroottree().docinfo.internalDTD is not None:
        raise VocabularyError(f"{document.name}: declares a document type: refused")
    if local(element) not in names:
        line = element.sourceline or 0
        raise VocabularyError(f"{document.name}: line {line}: the root is {local(element)}, not {' or '.join(names)}")
    return element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def children(element: Element, *names: str) -> Iterator[Element]:
    """The child elements that have one of these names."""
    return (child for child in element if isinstance(child.tag, str) and local(child) in names)


def text(element: Element, name: str) -> str:
    """The text in the first child of a name, also where it stands in an element of the child; else empty."""
    child = next(children(element, name), None)
    return "".join(str(part) for part in child.itertext()).strip() if child is not None else ""


def attribute(element: Element, name: str) -> str:
    """The attribute of a name, in any namespace; empty when there is none."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(str(key)).localname == name), "")
