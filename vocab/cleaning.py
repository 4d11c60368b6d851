"""Cleaning: what publishers state of a vocabulary, brought into one shape (SKOS Reference, section 3 and on).

What every reader of a cleaned vocabulary may rely on: concepts, schemes and collections are typed; labels are literals
without empty ones, with lower-case language tags; hierarchy, association, top concepts and membership are stated in
both directions; ``owl:deprecated`` is a boolean; every IRI is one; there are no blank nodes. Nothing else is changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .blank import without_blank_nodes
from .finding import Findings
from .graph import Graph
from .namespace import ISOTHES, OWL, RDF, SKOS, SKOSXL, XSD
from .registry import Vocabulary
from .term import Term, TermError, Triple, iri, is_iri, literal, literal_parts

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
"""The properties of labels, in the order of preference."""

INVERSES: dict[Term, Term] = {
    SKOS.broader: SKOS.narrower,
    SKOS.narrower: SKOS.broader,
    SKOS.related: SKOS.related,
    SKOS.topConceptOf: SKOS.hasTopConcept,
    SKOS.hasTopConcept: SKOS.topConceptOf,
}
"""Properties that are stated in both directions."""

SUBPROPERTIES: dict[Term, Term] = {
    ISOTHES.broaderGeneric: SKOS.broader,
    ISOTHES.broaderInstantial: SKOS.broader,
    ISOTHES.broaderPartitive: SKOS.broader,
    ISOTHES.narrowerGeneric: SKOS.narrower,
    ISOTHES.narrowerInstantial: SKOS.narrower,
    ISOTHES.narrowerPartitive: SKOS.narrower,
    ISOTHES.subGroup: SKOS.member,
    ISOTHES.subordinateArray: SKOS.member,
}
"""What a special property says in SKOS's own words (ISO 25964 SKOS extension)."""

EXTENDED_LABELS: dict[Term, Term] = {
    SKOSXL.prefLabel: SKOS.prefLabel,
    SKOSXL.altLabel: SKOS.altLabel,
    SKOSXL.hiddenLabel: SKOS.hiddenLabel,
}
"""SKOS-XL's properties and the literals that they stand for (SKOS Reference, appendix B.3.4.1)."""

DOMAINS: dict[Term, tuple[Term, Term]] = {
    SKOS.broader: (SKOS.Concept, SKOS.Concept),
    SKOS.narrower: (SKOS.Concept, SKOS.Concept),
    SKOS.related: (SKOS.Concept, SKOS.Concept),
    SKOS.topConceptOf: (SKOS.Concept, SKOS.ConceptScheme),
    SKOS.hasTopConcept: (SKOS.ConceptScheme, SKOS.Concept),
}
"""What a property makes of its subject and its object (SKOS Reference, S5, S6, S19, S20)."""

_DESCRIBING = frozenset((*LABELS, RDF.type, SKOS.inScheme, SKOS.topConceptOf))

_TRUE = literal("true", datatype=XSD.boolean)
_FALSE = literal("false", datatype=XSD.boolean)
_BOOLEANS = {"true": _TRUE, "1": _TRUE, "yes": _TRUE, "false": _FALSE, "0": _FALSE, "no": _FALSE}


class Cleaned(NamedTuple):
    """A cleaned vocabulary.

    Attributes:
        triples: its statements, each once, in their order: those about one subject follow one another.
        findings: what was amiss.
    """

    triples: tuple[Triple, ...]
    findings: Findings


def clean(triples: Iterable[Triple], vocabulary: Vocabulary, findings: Findings | None = None) -> Cleaned:
    """A vocabulary in one shape.

    Args:
        triples: as the readers yield them; blank nodes begin with ``_:``.
        vocabulary: its declaration, whose scheme takes the concepts that name none.
        findings: of the readers, to which those of cleaning are added.
    """
    found = findings if findings is not None else Findings()
    return Cleaned(tuple(sorted(_Cleaning(vocabulary, found).clean(triples))), found)


class _Cleaning:
    def __init__(self, vocabulary: Vocabulary, findings: Findings) -> None:
        self._scheme = iri(vocabulary.scheme)
        self._title = vocabulary.title
        self._tell = findings.tell
        self._iris: dict[Term, Term | None] = {}

    def clean(self, triples: Iterable[Triple]) -> set[Triple]:
        said = set(self._valid(without_blank_nodes(triples, self._tell)))
        said |= self._extended_labels(said)
        for subject, prop, value in [triple for triple in said if triple[1] in SUBPROPERTIES]:
            said.add((subject, SUBPROPERTIES[prop], value))
        # what is only referred to belongs to another vocabulary
        described = {s for s, p, _ in said if p in _DESCRIBING} | {self._scheme}
        self._in_both_directions(said, described)
        self._typed(said, described)
        self._in_a_scheme(said)
        broader = defaultdict[Term, set[Term]](set)
        for subject, prop, value in said:
            if prop == SKOS.broader:
                broader[subject].add(value)
        for ring in sorted(map(sorted, Graph(broader).cycles())):
            self._tell("vocabulary.cycle", focus=ring[0], detail=", ".join(term[1:-1] for term in ring[:5]))
        return said

    def _valid(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The statements of which every term is one, with labels and flags as they should be."""
        for subject, prop, value in triples:
            subject_ = self._iri(subject)
            value_ = self._iri(value) if is_iri(value) else self._literal(subject, prop, value)
            prop_ = self._iri(prop)
            if subject_ and prop_ and value_:
                yield subject_, prop_, value_

    def _iri(self, term: Term) -> Term | None:
        if term not in self._iris:
            try:
                self._iris[term] = iri(term[1:-1])
            except TermError as error:
                self._iris[term] = None
                self._tell("vocabulary.iri", focus=term, detail=str(error))
            else:
                if self._iris[term] != term:
                    self._tell("vocabulary.iri.repaired", focus=term, excerpt=term, detail=str(self._iris[term]))
        return self._iris[term]

    def _literal(self, subject: Term, prop: Term, value: Term) -> Term | None:
        if prop == OWL.deprecated:
            text = literal_parts(value)[0]
            flag = _BOOLEANS.get(text.strip().lower())
            if flag is None:
                self._tell("vocabulary.deprecated", focus=subject, excerpt=text)
            elif flag != value:
                self._tell("vocabulary.deprecated.text", focus=subject, excerpt=text)
            return flag
        if prop not in LABELS and prop != SKOS.notation:
            return value
        text, language, datatype = literal_parts(value)
        plain = " ".join(text.split())
        if not plain:
            self._tell("vocabulary.label.empty", focus=subject)
            return None
        if plain == text:
            return value
        self._tell("vocabulary.label.space", focus=subject, excerpt=text)
        return literal(plain, language=language, datatype=f"<{datatype}>" if datatype else None)

    def _extended_labels(self, said: set[Triple]) -> set[Triple]:
        forms = defaultdict[Term, list[Term]](list)
        for subject, prop, value in said:
            if prop == SKOSXL.literalForm:
                forms[subject].append(value)
        if not forms:
            return set()
        return {(s, EXTENDED_LABELS[p], form) for s, p, o in said if p in EXTENDED_LABELS for form in forms.get(o, ())}

    def _in_both_directions(self, said: set[Triple], described: set[Term]) -> None:
        for subject, prop, value in [triple for triple in said if triple[1] in INVERSES and triple[2] in described]:
            inverse = value, INVERSES[prop], subject
            if inverse not in said:
                said.add(inverse)
                self._tell("vocabulary.inverse", focus=value, detail=INVERSES[prop][1:-1].rpartition("#")[2])

    def _typed(self, said: set[Triple], described: set[Term]) -> None:
        typed = {(s, o) for s, p, o in said if p == RDF.type}
        for subject, prop, value in [triple for triple in said if triple[1] in DOMAINS]:
            for node, class_ in zip((subject, value), DOMAINS[prop], strict=True):
                if node in described and (node, class_) not in typed:
                    typed.add((node, class_))
                    said.add((node, RDF.type, class_))
                    self._tell("vocabulary.untyped", focus=node)

    def _in_a_scheme(self, said: set[Triple]) -> None:
        concepts = {s for s, p, o in said if p == RDF.type and o == SKOS.Concept}
        placed = {s for s, p, _ in said if p == SKOS.inScheme}
        topped = {s for s, p, _ in said if p == SKOS.topConceptOf}
        below = {s for s, p, o in said if p == SKOS.broader and o in concepts}
        for subject, _, value in [triple for triple in said if triple[1] == SKOS.topConceptOf]:
            said.add((subject, SKOS.inScheme, value))
        for concept in sorted(concepts - placed - topped):
            said.add((concept, SKOS.inScheme, self._scheme))
            self._tell("vocabulary.scheme.missing", focus=concept)
        schemes = {o for s, p, o in said if p == SKOS.inScheme and s in concepts}
        crowned = {o for _, p, o in said if p == SKOS.topConceptOf}
        highest = concepts - below
        for subject, _, value in [t for t in said if t[1] == SKOS.inScheme and t[0] in highest]:
            if value not in crowned:
                said.add((subject, SKOS.topConceptOf, value))
                said.add((value, SKOS.hasTopConcept, subject))
        for scheme in schemes - crowned:
            self._tell("vocabulary.top.missing", focus=scheme)
        if self._scheme in schemes or not schemes:
            said.add((self._scheme, RDF.type, SKOS.ConceptScheme))
            if not any(s == self._scheme and p in LABELS for s, p, _ in said):
                for language, title in self._title.items():
                    said.add((self._scheme, SKOS.prefLabel, literal(title, language=language)))
        for scheme in schemes:
            said.add((scheme, RDF.type, SKOS.ConceptScheme))
