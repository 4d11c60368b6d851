"""Codes: values of code lists, looked up in the tables of ``codelists``."""

from collections.abc import Iterable, Iterator

from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import DCAT, DCTERMS, GEODCATAP, RDF, SKOS
from vocab.term import Term

from .text import text_of

_TYPES = {
    "languages": DCTERMS.LinguisticSystem,
    "frequencies": DCTERMS.Frequency,
    "progress": SKOS.Concept,
    "spatial-representation": SKOS.Concept,
}


def code_of(node: Node) -> str:
    """The code that an ISO code-list property holds: the attribute ``codeListValue`` before the text."""
    holder = node[0] if len(node) else node
    value = (holder.get("codeListValue") or "").strip()
    # some editors repeat the address of the list in the place of the code, and leave the code to the text
    return value if value and value != holder.get("codeList") else (holder.text or "").strip()


class Code:
    """A converter for the codes of one list; a code without counterpart is reported."""

    def __init__(self, codelist: str) -> None:
        self.codelist = codelist
        self.description = f"A code of the list `{codelist}`."

    def __call__(self, node: Node, scope: Scope) -> Iterable[Term]:
        """The code's counterpart, described by its class.

        Raises:
            ConversionError: the list does not have the code.
        """
        code = code_of(node) if hasattr(node, "tag") else text_of(node)
        if not code:
            return ()
        found = scope.context.codelists[self.codelist].lookup(code)
        if found is None:
            if self.codelist == "languages":
                raise ConversionError("map.language", repr(code[:60]))
            raise ConversionError("map.code", f"{self.codelist}: {code[:60]!r}")
        if kind := _TYPES.get(self.codelist):
            scope.add(found, RDF.type, kind)
        return (found,)


def topic_category(node: Node, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A topic category, with the EU data theme that it implies.

    Raises:
        ConversionError: the code is unknown.
    """
    code = code_of(node)
    if not code:
        return
    found = scope.context.codelists["topic-categories"].lookup(code)
    if found is None:
        raise ConversionError("map.code", f"topic category {code[:60]!r}")
    yield GEODCATAP.topicCategory, found
    for theme in scope.context.codelists["data-themes"].lookup_all(found[1:-1]):
        yield DCAT.theme, theme
