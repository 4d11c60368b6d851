"""The report about one record: its findings of every stage as a ``sh:ValidationReport`` (SHACL, section 3.6).

All nodes have IRIs below the record's own, as fragments: they resolve with it, and a second run replaces the first.
"""

from collections.abc import Sequence

from vocab.diagnostic import Diagnostic, Stage
from vocab.namespace import DCTERMS, RDF, RDFS, SH, SKOS, XSD, Namespace
from vocab.term import Term, Triple, iri, iri_value, literal, short_hash

from .rule import profile_rules

DIAGNOSTICS = "https://w3id.org/terrafair/diagnostic/"
"""Where the IRIs of the codes of harvest and mapping diagnostics begin."""

STAGES = "https://w3id.org/terrafair/stage/"
"""Where the IRIs of the stages begin."""

_SH = Namespace(SH.base, "conforms result")


def report(record: Term, diagnostics: Sequence[Diagnostic]) -> list[Triple]:
    """The triples of the report about a record; a report without results says that it conforms.

    Args:
        record: IRI of the dcat:CatalogRecord, as a term.
        diagnostics: what was found, of any stage.
    """
    root = iri_value(record)
    node = iri(f"{root}#validation")
    triples: list[Triple] = [
        (node, RDF.type, SH.ValidationReport),
        (node, DCTERMS.subject, record),
        (node, _SH.conforms, literal("false" if diagnostics else "true", datatype=XSD.boolean)),
    ]
    for diagnostic in dict.fromkeys(diagnostics):
        result = iri(f"{root}#finding-{_key(diagnostic)}")
        triples.append((node, _SH.result, result))
        triples += _result(result, record, diagnostic)
    return triples


def _result(node: Term, record: Term, diagnostic: Diagnostic) -> list[Triple]:
    triples: list[Triple] = [
        (node, RDF.type, SH.ValidationResult),
        (node, DCTERMS.type, iri(STAGES + diagnostic.stage)),
        (node, SH.focusNode, iri(diagnostic.focus) if diagnostic.focus else record),
        (node, SH.resultSeverity, getattr(SH, diagnostic.severity)),
        (node, SH.sourceShape, iri(diagnostic.code if ":" in diagnostic.code else DIAGNOSTICS + diagnostic.code)),
        (node, SH.resultMessage, literal(diagnostic.en, language="en")),
        (node, SH.resultMessage, literal(diagnostic.fr, language="fr")),
    ]
    if diagnostic.excerpt:
        triples.append((node, SH.value, literal(diagnostic.excerpt)))
    if diagnostic.repaired:
        triples.append((node, SKOS.changeNote, literal(diagnostic.repaired)))
    if diagnostic.stage is Stage.VALIDATE:
        rule = profile_rules().get(diagnostic.code)
        if rule is not None:
            triples += [(node, SH.sourceConstraintComponent, iri(component)) for component in rule.components]
            if rule.predicate:
                triples.append((node, SH.resultPath, iri(rule.predicate)))
    elif diagnostic.path:
        place = f"{diagnostic.path} (line {diagnostic.line})" if diagnostic.line else diagnostic.path
        triples.append((node, RDFS.comment, literal(place)))
    return triples


def _key(diagnostic: Diagnostic) -> str:
    """What tells one finding about a record from the others, whatever its message says."""
    place = (diagnostic.code, diagnostic.focus, diagnostic.path, str(diagnostic.line), diagnostic.excerpt)
    return short_hash("\n".join(place))
