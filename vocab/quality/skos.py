"""SKOS as its checks need it: every term that it defines, and how its properties stand above each other.

SKOS Reference, Appendix B, and SKOS eXtension for Labels, Appendix B. Publishers write more of it than this project
does, so that the closed namespaces of ``vocab.namespace`` do not serve here.
"""

from vocab.namespace import Namespace
from vocab.term import Term

CORE = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote "
    "closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme "
    "mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related "
    "relatedMatch scopeNote semanticRelation topConceptOf",
)

WITHDRAWN = Namespace(
    CORE.base,
    "CollectableProperty altSymbol isPrimarySubjectOf isSubjectOf prefSymbol primarySubject subject subjectIndicator "
    "symbol",
)
"""Terms of drafts that the Recommendation left out."""

XL = Namespace("http://www.w3.org/2008/05/skos-xl#", "Label altLabel hiddenLabel labelRelation literalForm prefLabel")

LABEL: Term = "<http://www.w3.org/2000/01/rdf-schema#label>"
"""``rdfs:label``, of which the three labels of SKOS are sub-properties."""

ABOVE: dict[Term, tuple[Term, ...]] = {
    CORE.prefLabel: (LABEL,),
    CORE.altLabel: (LABEL,),
    CORE.hiddenLabel: (LABEL,),
    CORE.changeNote: (CORE.note,),
    CORE.definition: (CORE.note,),
    CORE.editorialNote: (CORE.note,),
    CORE.example: (CORE.note,),
    CORE.historyNote: (CORE.note,),
    CORE.scopeNote: (CORE.note,),
    CORE.topConceptOf: (CORE.inScheme,),
    CORE.broader: (CORE.broaderTransitive,),
    CORE.narrower: (CORE.narrowerTransitive,),
    CORE.broaderTransitive: (CORE.semanticRelation,),
    CORE.narrowerTransitive: (CORE.semanticRelation,),
    CORE.related: (CORE.semanticRelation,),
    CORE.mappingRelation: (CORE.semanticRelation,),
    CORE.closeMatch: (CORE.mappingRelation,),
    CORE.exactMatch: (CORE.closeMatch,),
    CORE.broadMatch: (CORE.mappingRelation, CORE.broader),
    CORE.narrowMatch: (CORE.mappingRelation, CORE.narrower),
    CORE.relatedMatch: (CORE.mappingRelation, CORE.related),
}
"""The properties directly above a property: what is stated with it is stated with them as well."""

INVERSE: tuple[tuple[Term, Term], ...] = (
    (CORE.broader, CORE.narrower),
    (CORE.broaderTransitive, CORE.narrowerTransitive),
    (CORE.topConceptOf, CORE.hasTopConcept),
    (CORE.broadMatch, CORE.narrowMatch),
    (CORE.related, CORE.related),
    (CORE.relatedMatch, CORE.relatedMatch),
    (CORE.exactMatch, CORE.exactMatch),
    (CORE.closeMatch, CORE.closeMatch),
)
"""Properties and their inverses; a symmetric one is its own."""

LABELS: tuple[tuple[Term, Term], ...] = (
    (CORE.prefLabel, XL.prefLabel),
    (CORE.altLabel, XL.altLabel),
    (CORE.hiddenLabel, XL.hiddenLabel),
)
"""The kinds of label, as plain and as extended labels."""
