"""Mapping files: sets of mappings as SSSOM/TSV or as RDF, whatever their form.

RDF that states ``skos:exactMatch`` and the like is a set, and so are the cells of the Alignment API
(https://ns.inria.fr/edoal/1.0/).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from .decision import DECISIONS
from .diagnostic import Diagnostic
from .errors import VocabularyError
from .mapping import BROAD, EXACT, MATCHES, NARROW, NO_LICENCE, UNSPECIFIED, Mapping, MappingSet
from .namespace import DCAT, DCTERMS, RDF, RDFS
from .reading.document import Document
from .reading.form import FORMS
from .registry import Vocabulary
from .sssom import SssomError, read
from .term import Term, Triple, iri_value, is_iri, literal_parts, value

SET = "https://w3id.org/terrafair/mappings/"
"""How the identifiers begin of sets that bring none."""

_ALIGN = "http://knowledgeweb.semanticweb.org/heterogeneity/alignment#"
_ENTITIES = tuple(f"<{_ALIGN}{name}>" for name in ("entity1", "entity2"))
_RELATION, _MEASURE, _ALIGNMENT = (f"<{_ALIGN}{name}>" for name in ("relation", "measure", "Alignment"))
_RELATIONS = {"=": EXACT, "<": BROAD, ">": NARROW}
"""The relations of the Alignment API that are mapping properties of SKOS."""


class LoadedSet(NamedTuple):
    """A set with all of its mappings, each once."""

    mapping_set: MappingSet
    mappings: Sequence[Mapping]

    @property
    def digest(self) -> str:
        """Stands for all that the set says."""
        said = hashlib.blake2b(repr(self.mapping_set).encode(), digest_size=8)
        for mapping in self.mappings:
            said.update(repr(mapping).encode())
        return said.hexdigest()


def load_sets(files: Iterable[Path] = (), decisions: Path = DECISIONS) -> list[LoadedSet]:
    """The sets in files, and the decisions of the curators, which are one too and come first.

    Raises:
        VocabularyError: one of them cannot be read, or two have one identifier.
    """
    known = dict[str, Path]()
    loaded = list[LoadedSet]()
    for file in (decisions, *files):
        loaded.append(load_set(file))
        identifier = loaded[-1].mapping_set.identifier
        if identifier in known:
            raise VocabularyError(f"{file}: has the identifier of {known[identifier].name}: {identifier}")
        known[identifier] = file
    return loaded


def load_set(path: Path) -> LoadedSet:
    """The set in a file: SSSOM for ``.tsv``, else RDF of the form that the suffix tells.

    Raises:
        VocabularyError: it cannot be read; the message names file, line and column where they are known.
    """
    try:
        if path.suffix == ".tsv":
            with path.open(encoding="utf-8", newline="") as lines:
                mapping_set, mappings = read(path.name, lines)
                return _once(mapping_set, mappings)
        content = path.read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    return read_rdf(Document(path.name, content))


def read_rdf(document: Document) -> LoadedSet:
    """The set that an RDF document states.

    Raises:
        VocabularyError: it is of no form that is known, or an error of its syntax.
    """
    suffix = Path(document.name).suffix.lower()
    form = next((form for form in FORMS.values() if suffix in form.suffixes), None)
    if form is None:
        raise VocabularyError(f"{document.name}: neither SSSOM (.tsv) nor RDF of a form that is known")
    name = Path(document.name).stem
    base = f"{SET}{name}"
    nowhere = Vocabulary(name, {}, Path(), base, f"{base}#", (), "", "", "", "")
    triples = list(form.read(document, nowhere, _Refusal(document.name)))
    mapping_set = _described(triples, base)
    return _once(mapping_set, _mappings(triples, mapping_set.identifier))


class _Refusal:
    """Takes what a reader finds amiss for an error: half of an alignment is none."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, found: Diagnostic) -> None:
        raise SssomError(f"{self._name}:{found.line}: {found.en}")


def _once(mapping_set: MappingSet, mappings: Iterable[Mapping]) -> LoadedSet:
    once = {mapping.identifier: mapping for mapping in mappings}
    return LoadedSet(mapping_set, tuple(once.values()))


def _described(triples: Sequence[Triple], base: str) -> MappingSet:
    """What the resource of the class Alignment says of itself."""
    subject = next((s for s, p, o in triples if p == RDF.type and o == _ALIGNMENT), "")
    said: dict[Term, list[Term]] = defaultdict(list)
    for s, p, o in triples:
        said[p] += [o] if s == subject else []
    titles = sorted(said[RDFS.label] or said[DCTERMS.title], key=lambda label: not label.endswith("@en"))
    places = {s: o for s, p, o in triples if p == DCAT.accessURL}
    place = next((places[one] for one in said[DCAT.distribution] if one in places), "")
    licence = next((iri_value(o) for o in said[DCTERMS.license] if is_iri(o)), NO_LICENCE)
    return MappingSet(iri_value(place) if is_iri(place) else base, value(titles[0]) if titles else "", licence)


def _mappings(triples: Sequence[Triple], identifier: str) -> Iterator[Mapping]:
    cells: dict[Term, dict[Term, Term]] = defaultdict(dict)
    for subject, predicate, obj in triples:
        if predicate[1:-1] in MATCHES and is_iri(subject) and is_iri(obj):
            yield stated(subject[1:-1], predicate[1:-1], obj[1:-1], identifier)
        elif predicate in (*_ENTITIES, _RELATION, _MEASURE):
            cells[subject][predicate] = obj
    for cell in cells.values():
        one, other = (cell.get(entity, "") for entity in _ENTITIES)
        relation = _RELATIONS.get(literal_parts(cell[_RELATION])[0].strip()) if _RELATION in cell else None
        if relation and is_iri(one) and is_iri(other):
            confidence = float(literal_parts(cell[_MEASURE])[0]) if _MEASURE in cell else None
            yield stated(one[1:-1], relation, other[1:-1], identifier)._replace(confidence=confidence)


def stated(subject: str, predicate: str, obj: str, mapping_set: str) -> Mapping:
    """A mapping of which nobody says how it was found."""
    return Mapping(subject, predicate, obj, justification=UNSPECIFIED, mapping_set=mapping_set).identified()
