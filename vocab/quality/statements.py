"""The statements of one vocabulary, in the views that the checks share."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from vocab.graph import Graph
from vocab.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, SKOSXL, XSD
from vocab.term import Term, Triple, unescaped

from .skos import ABOVE, LABELS

_SUB_PROPERTY: Term = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>"


class Literal(NamedTuple):
    """The parts of a literal.

    Attributes:
        text: its lexical form.
        language: its tag, in lower case; empty when it has none.
        datatype: of a literal that is neither plain nor tagged, the IRI as a term; else empty.
    """

    text: str
    language: str
    datatype: Term


def literal(term: Term) -> Literal:
    """The parts of a literal as a publisher wrote it, whether or not its language tag is well formed."""
    end = term.rfind('"')
    text, rest = term[1:end], term[end + 1 :]
    if "\\" in text:
        text = unescaped(text)
    if rest.startswith("@"):
        return Literal(text, rest[1:].lower(), "")
    datatype = rest[2:]
    return Literal(text, "", "" if datatype == XSD.string else datatype)


def is_literal(term: Term) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def host(term: Term) -> str:
    """The host of an IRI of the Web, in lower case; empty for other terms."""
    if not term.startswith(("<http://", "<https://")):
        return ""
    return term[1:-1].split("/", 3)[2].lower()


class Statements:
    """The statements of one vocabulary, each once, and what is known of the world around it.

    What is stated with a property is stated with the properties above it too: SKOS's own, and those that the
    vocabulary declares by ``rdfs:subPropertyOf``. Inverse, symmetric and transitive statements are not added.

    Attributes:
        namespace: how the IRIs of its own resources begin; empty when its host tells.
        linked: IRI terms to which other vocabularies refer; None when no others are known.
        resolves: says of an IRI whether the Web answers for it; None when the Web is not asked.
    """

    def __init__(
        self,
        triples: Iterable[Triple],
        *,
        namespace: str = "",
        linked: Container[Term] | None = None,
        resolves: Callable[[str], bool] | None = None,
    ) -> None:
        self.namespace = namespace
        self.linked = linked
        self.resolves = resolves
        gathered: dict[Term, dict[Term, list[Term]]] = {}
        for s, p, o in triples:
            gathered.setdefault(p, {}).setdefault(s, []).append(o)
        self._values: dict[Term, dict[Term, tuple[Term, ...]]] = {}
        for p in list(gathered):
            # of tuples of texts the garbage collector takes no notice, of millions of lists it does
            objects = gathered.pop(p)
            self._values[p] = {s: tuple(dict.fromkeys(several)) for s, several in objects.items()}
        self._pairs: dict[tuple[Term, ...], dict[Term, set[Term]]] = {}

    def __iter__(self) -> Iterator[Triple]:
        return ((s, p, o) for p, objects in self._values.items() for s, several in objects.items() for o in several)

    def __len__(self) -> int:
        return sum(len(several) for objects in self._values.values() for several in objects.values())

    def stated(self, prop: Term) -> dict[Term, tuple[Term, ...]]:
        """What is stated with just this property: objects by subject."""
        return self._values.get(prop, {})

    @cached_property
    def properties(self) -> tuple[Term, ...]:
        """Every property that is used."""
        return tuple(self._values)

    @cached_property
    def _below(self) -> dict[Term, list[Term]]:
        """By property, those in use that are it or stand below it."""
        above: dict[Term, set[Term]] = {prop: set(higher) for prop, higher in ABOVE.items()}
        for prop, higher in self.stated(_SUB_PROPERTY).items():
            above.setdefault(prop, set()).update(higher)
        below: dict[Term, list[Term]] = {}
        for prop in self._values:
            seen = {prop}
            waiting = [prop]
            while waiting:
                for higher_prop in above.get(waiting.pop(), ()):
                    if higher_prop not in seen:
                        seen.add(higher_prop)
                        waiting.append(higher_prop)
            for higher_prop in seen:
                below.setdefault(higher_prop, []).append(prop)
        return below

    def below(self, *properties: Term) -> tuple[Term, ...]:
        """The properties in use that are one of these, or stand below one."""
        return tuple(dict.fromkeys(chain.from_iterable(self._below.get(prop, ()) for prop in properties)))

    def values(self, *properties: Term) -> Iterator[tuple[Term, Term, Term]]:
        """Subject, property as stated, and object of what is stated with these properties or those below them."""
        used = self.below(*properties)
        return ((s, p, o) for p in used for s, several in self._values[p].items() for o in several)

    def subjects(self, *properties: Term) -> set[Term]:
        """Whatever has a value of one of these properties."""
        return {s for s, _, _ in self.values(*properties)}

    def pairs(self, prop: Term) -> dict[Term, set[Term]]:
        """The resources to which a property, or one below it, leads: by subject. Literals are left out."""
        used = self.below(prop)
        if used not in self._pairs:
            found: dict[Term, set[Term]] = {}
            for s, _, o in self.values(prop):
                if not is_literal(o):
                    found.setdefault(s, set()).add(o)
            self._pairs[used] = found
        return self._pairs[used]

    def labels(self) -> Iterator[tuple[Term, Term, Term]]:
        """Resource, ``skos:prefLabel`` or the like, and literal of every label; extended labels (SKOS-XL) too."""
        for plain, extended in LABELS:
            for s, _, o in self.values(plain):
                if o[0] == '"':
                    yield s, plain, o
            yield from ((s, plain, o) for s, o in self._extended(extended))

    def _extended(self, prop: Term) -> Iterator[tuple[Term, Term]]:
        forms = self.stated(SKOSXL.literalForm)
        return ((s, form) for s, _, label in self.values(prop) for form in forms.get(label, ()) if is_literal(form))

    def texts(self, *properties: Term) -> Iterator[tuple[Term, Term]]:
        """Resource and literal of what is stated with these properties or those below them, and as extended label."""
        for s, _, o in self.values(*properties):
            if o[0] == '"':
                yield s, o
        for _, extended in LABELS:
            yield from self._extended(extended)

    @cached_property
    def types(self) -> dict[Term, set[Term]]:
        """The instances of each class, without sub-classes."""
        found: dict[Term, set[Term]] = {}
        for s, classes in self.stated(RDF.type).items():
            for c in classes:
                found.setdefault(c, set()).add(s)
        return found

    def instances(self, kind: Term) -> set[Term]:
        """The instances of a class and of the classes that the vocabulary declares below it."""
        classes = {kind}
        waiting = [kind]
        lower: dict[Term, list[Term]] = {}
        for s, several in self.stated(RDFS.subClassOf).items():
            for o in several:
                lower.setdefault(o, []).append(s)
        while waiting:
            for c in lower.get(waiting.pop(), ()):
                if c not in classes:
                    classes.add(c)
                    waiting.append(c)
        return set().union(*(self.types.get(c, set()) for c in classes))

    @cached_property
    def typed(self) -> set[Term]:
        """What is stated to be a concept."""
        return self.instances(SKOS.Concept)

    @cached_property
    def related(self) -> set[Term]:
        """Both ends of semantic relations and mappings."""
        relations = self.pairs(SKOS.semanticRelation)
        return set(relations).union(*relations.values())

    @cached_property
    def tops(self) -> dict[Term, set[Term]]:
        """The top concepts of each scheme."""
        found = {scheme: set(concepts) for scheme, concepts in self.pairs(SKOS.hasTopConcept).items()}
        for concept, schemes in self.pairs(SKOS.topConceptOf).items():
            for scheme in schemes:
                found.setdefault(scheme, set()).add(concept)
        return found

    @cached_property
    def concepts(self) -> set[Term]:
        """What is stated to be a concept, or used as one: as a top concept or in a relation, here or elsewhere."""
        return self.typed.union(self.related, *self.tops.values())

    @cached_property
    def schemes(self) -> set[Term]:
        """What is stated to be a concept scheme, or used as one."""
        return self.instances(SKOS.ConceptScheme).union(self.tops, *self.pairs(SKOS.inScheme).values())

    @cached_property
    def collections(self) -> set[Term]:
        """What is stated to be a collection."""
        return self.instances(SKOS.Collection) | self.instances(SKOS.OrderedCollection)

    @cached_property
    def host(self) -> str:
        """The host on which most of its concepts live; of several, the first in alphabetical order."""
        hosts = Counter(filter(None, map(host, self.concepts)))
        return min(hosts, key=lambda name: (-hosts[name], name), default="")

    @cached_property
    def _own_prefixes(self) -> tuple[str, ...]:
        if self.namespace:
            return (f"<{self.namespace}",)
        return (f"<http://{self.host}/", f"<https://{self.host}/") if self.host else ()

    def is_own(self, term: Term) -> bool:
        """Whether a resource is the vocabulary's own, by its namespace or else by its host."""
        return term.startswith(self._own_prefixes)

    @cached_property
    def own(self) -> set[Term]:
        """The concepts that are its own."""
        return {concept for concept in self.concepts if self.is_own(concept)}

    @cached_property
    def described(self) -> set[Term]:
        """Whatever anything is stated of."""
        return set().union(*self._values.values())

    @cached_property
    def direct(self) -> Graph:
        """From concept to broader concept, by ``skos:broader``, ``skos:narrower`` and what stands below them."""
        return self._upward(SKOS.broader, SKOS.narrower)

    @cached_property
    def hierarchy(self) -> Graph:
        """From concept to broader concept, by the transitive properties and what stands below them."""
        direct = self.below(SKOS.broader), self.below(SKOS.narrower)
        if direct == (self.below(SKOS.broaderTransitive), self.below(SKOS.narrowerTransitive)):
            return self.direct
        return self._upward(SKOS.broaderTransitive, SKOS.narrowerTransitive)

    def _upward(self, up: Term, down: Term) -> Graph:
        edges = {s: set(objects) for s, objects in self.pairs(up).items()}
        for s, objects in self.pairs(down).items():
            for o in objects:
                edges.setdefault(o, set()).add(s)
        return Graph(edges)

    @cached_property
    def children(self) -> dict[Term, set[Term]]:
        """The hierarchy from above."""
        found: dict[Term, set[Term]] = {}
        for child, parents in self.hierarchy.edges.items():
            for parent in parents:
                found.setdefault(parent, set()).add(child)
        return found

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The language tags of what is said of concepts, in order; their places are the bits of ``coverage``."""
        return self._coverage[0]

    @cached_property
    def coverage(self) -> dict[Term, int]:
        """The languages in which anything is said of a concept, as bits; concepts without any are left out."""
        return self._coverage[1]

    @cached_property
    def _coverage(self) -> tuple[tuple[str, ...], dict[Term, int]]:
        places: dict[str, int] = {}
        bits: dict[Term, int] = {}
        concepts = self.concepts
        for objects in self._values.values():
            for s, several in objects.items():
                if s not in concepts:
                    continue
                for o in several:
                    if tag := tag_of(o):
                        bits[s] = bits.get(s, 0) | 1 << places.setdefault(tag, len(places))
        ordered = tuple(sorted(places))
        moved = {places[tag]: place for place, tag in enumerate(ordered)}
        again: dict[int, int] = {}
        for concept, mask in bits.items():
            if mask not in again:
                again[mask] = sum(1 << new for old, new in moved.items() if mask >> old & 1)
            bits[concept] = again[mask]
        return ordered, bits

    @cached_property
    def deprecated(self) -> set[Term]:
        """What its publisher has withdrawn, whether that is said by a boolean or by a text."""
        return {
            s
            for s, several in self.stated(OWL.deprecated).items()
            if any(is_literal(o) and literal(o).text.strip().lower() in ("true", "1") for o in several)
        }

    @cached_property
    def replaced(self) -> set[Term]:
        """What something else replaces."""
        replaces = chain.from_iterable(self.pairs(DCTERMS.replaces).values())
        return set(self.pairs(DCTERMS.isReplacedBy)).union(replaces)


def tag_of(term: Term) -> str:
    """The language tag of a literal, in lower case; empty for other terms."""
    if term[-1] in '">' or term[0] != '"':
        return ""
    return term[term.rfind('"') + 2 :].lower()
