"""SKOS as its checks need it: how its properties stand above each other, and what it has given up.

SKOS Reference, Appendix B, and SKOS eXtension for Labels, Appendix B.
"""

from vocab.namespace import RDFS, SKOS, SKOSXL, Namespace
from vocab.term import Term

WITHDRAWN = Namespace(
    SKOS.base,
    "CollectableProperty altSymbol isPrimarySubjectOf isSubjectOf prefSymbol primarySubject subject subjectIndicator "
    "symbol",
)
"""Terms of drafts that the Recommendation left out."""

ABOVE: dict[Term, tuple[Term, ...]] = {
    SKOS.prefLabel: (RDFS.label,),
    SKOS.altLabel: (RDFS.label,),
    SKOS.hiddenLabel: (RDFS.label,),
    SKOS.changeNote: (SKOS.note,),
    SKOS.definition: (SKOS.note,),
    SKOS.editorialNote: (SKOS.note,),
    SKOS.example: (SKOS.note,),
    SKOS.historyNote: (SKOS.note,),
    SKOS.scopeNote: (SKOS.note,),
    SKOS.topConceptOf: (SKOS.inScheme,),
    SKOS.broader: (SKOS.broaderTransitive,),
    SKOS.narrower: (SKOS.narrowerTransitive,),
    SKOS.broaderTransitive: (SKOS.semanticRelation,),
    SKOS.narrowerTransitive: (SKOS.semanticRelation,),
    SKOS.related: (SKOS.semanticRelation,),
    SKOS.mappingRelation: (SKOS.semanticRelation,),
    SKOS.closeMatch: (SKOS.mappingRelation,),
    SKOS.exactMatch: (SKOS.closeMatch,),
    SKOS.broadMatch: (SKOS.mappingRelation, SKOS.broader),
    SKOS.narrowMatch: (SKOS.mappingRelation, SKOS.narrower),
    SKOS.relatedMatch: (SKOS.mappingRelation, SKOS.related),
}
"""The properties directly above a property: what is stated with it is stated with them as well."""

INVERSE: tuple[tuple[Term, Term], ...] = (
    (SKOS.broader, SKOS.narrower),
    (SKOS.broaderTransitive, SKOS.narrowerTransitive),
    (SKOS.topConceptOf, SKOS.hasTopConcept),
    (SKOS.broadMatch, SKOS.narrowMatch),
    (SKOS.related, SKOS.related),
    (SKOS.relatedMatch, SKOS.relatedMatch),
    (SKOS.exactMatch, SKOS.exactMatch),
    (SKOS.closeMatch, SKOS.closeMatch),
)
"""Properties and their inverses; a symmetric one is its own."""

LABELS: tuple[tuple[Term, Term], ...] = (
    (SKOS.prefLabel, SKOSXL.prefLabel),
    (SKOS.altLabel, SKOSXL.altLabel),
    (SKOS.hiddenLabel, SKOSXL.hiddenLabel),
)
"""The kinds of label, as plain and as extended labels."""
