"""The official shapes of DCAT-AP 3.0.1 and GeoDCAT-AP 3.1.0, made fit to judge single records, with what was changed.

Two things keep the published files from judging a record as it stands, and neither is passed over in silence. Some
property shapes are faulty or ask what no graph states; they are repaired in memory, by the table ``REPAIRS``. And a
record refers to things that others describe; their classes are added to it, by the table ``STUBS``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rdflib import RDFS, SH, Graph
from rdflib.term import Node

from shapes.rule import Rule, profile
from shapes.validation import Background
from vocab.namespace import DCAT, DCTERMS, RDF, prefixed
from vocab.namespace import SKOS as CONCEPTS
from vocab.term import Term, Triple, is_iri, literal

STANDARDS = {"DCAT-AP 3.0.1": "dcat-ap-3.0.1-SHACL.ttl", "GeoDCAT-AP 3.1.0": "geodcat-ap-3.1.0-SHACL.ttl"}
"""The standards and the file of each."""

_RELEASES = {"DCAT-AP/releases/3.0.1": "DCAT-AP 3.0.1", "GeoDCAT-AP/releases/3.1.0": "GeoDCAT-AP 3.1.0"}


class Repair(NamedTuple):
    """A kind of property shapes that are left out.

    Attributes:
        what: the kind.
        why: why they are.
        find: finds them in a shapes graph.
    """

    what: str
    why: str
    find: Callable[[Graph], Iterable[Node]]


REPAIRS = (
    Repair(
        "property shape without sh:path",
        "it is ill-formed (SHACL, 2.3.1): nothing but its name is given, and pySHACL stops at it",
        lambda shapes: [shape for shape in shapes.objects(None, SH.property) if (shape, SH.path, None) not in shapes],
    ),
    Repair(
        "sh:class rdfs:Resource",
        "everything is an rdfs:Resource (RDF Schema 1.1, 2.1), and no graph states it",
        lambda shapes: shapes.subjects(SH["class"], RDFS.Resource),
    ),
)
"""What is left out of the official files; each of their property shapes holds one constraint."""

STUBS = {
    "resource of another record": "what stands at {base}/dataset/… is described by its own record of the catalogue: "
    "Dataset, DatasetSeries and DataService for each that the record refers to and gives no class",
    "concept scheme of a vocabulary": "the service's vocabularies give their concepts' types, labels and schemes; the "
    "scheme's own type and title stand in the vocabulary's graph",
}
"""What is added to a record before it is judged, and why."""


def load(folder: Path) -> tuple[Graph, list[tuple[str, str, int, str]]]:
    """The shapes of both standards with the class hierarchy that they count on, repaired.

    Returns:
        The graph; and by standard and kind of repair how many property shapes were left out, and why.
    """
    graph, log = Graph(bind_namespaces="none"), []
    for standard, name in STANDARDS.items():
        shapes = Graph(bind_namespaces="none").parse(folder / name, format="turtle")
        for repair in REPAIRS:
            faulty = set(repair.find(shapes))
            for shape in faulty:
                shapes.remove((None, SH.property, shape))
                shapes.remove((shape, None, None))
            log.append((standard, repair.what, len(faulty), repair.why))
        graph += shapes
    graph += profile().triples((None, RDFS.subClassOf, None))
    return graph, log


def standard(rule: Rule) -> str:
    """The standard that a rule belongs to."""
    return next(name for release, name in _RELEASES.items() if f"/{release}#" in rule.code)


def place(rule: Rule) -> tuple[str, str, str]:
    """A rule's class, property and constraint, such as ``dcat:Dataset``, ``dct:title``, ``MinCount``."""
    shape = rule.code.partition("#")[2].partition("/")[0].removesuffix("Shape")
    component = rule.components[0].partition("#")[2].removesuffix("ConstraintComponent")
    return shape, prefixed(f"<{rule.predicate}>"), component


def mandatory(rules: Iterable[Rule]) -> set[tuple[str, str]]:
    """Pairs of class and property that have a lower limit."""
    return {(shape, prop) for shape, prop, component in map(place, rules) if component == "MinCount"}


class Stubs:
    """What others than the record describe: made once for the service's address and vocabularies.

    Args:
        base: the service's address.
        background: what the vocabularies state of a concept.
    """

    def __init__(self, base: str, background: Background) -> None:
        self._resources = f"<{base}/dataset/"
        self._background = background

    def of(self, triples: Sequence[Triple]) -> tuple[list[Triple], Counter[str]]:
        """What to add to a record's statements, and how many things of each kind of ``STUBS`` that is about."""
        typed = {subject for subject, predicate, _ in triples if predicate == RDF.type}
        said = {term for subject, _, value in triples for term in (subject, value)}
        others = sorted(term for term in said - typed if self._is_resource(term))
        known = (pair for term in said if is_iri(term) for pair in self._background(term))
        schemes = sorted({scheme for prop, scheme in known if prop == CONCEPTS.inScheme} - typed)
        added = [
            (other, RDF.type, kind) for other in others for kind in (DCAT.Dataset, DCAT.DatasetSeries, DCAT.DataService)
        ]
        for scheme in schemes:
            added += [(scheme, RDF.type, CONCEPTS.ConceptScheme), (scheme, DCTERMS.title, literal(scheme[1:-1]))]
        kinds = dict(zip(STUBS, (len(others), len(schemes)), strict=True))
        return added, Counter({kind: number for kind, number in kinds.items() if number})

    def _is_resource(self, term: Term) -> bool:
        """Whether a term is the IRI of a resource that has a record, not of a part of one."""
        return term.startswith(self._resources) and term.count("/", len(self._resources)) == 1
