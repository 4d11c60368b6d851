"""Rules: the property shapes of a shapes graph, each with its severity, place and messages.

The project's own profile of GeoDCAT-AP 3.1 stands in ``profile/*.ttl``. In it every rule is named by an IRI, holds one
constraint, and carries messages in English and French (SHACL, section 2).
"""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from vocab.diagnostic import Severity

SHAPES = "https://w3id.org/terrafair/shapes/"
"""Where the IRIs of the project's shapes begin."""

_COMPONENTS = {
    SH["class"]: "Class",
    SH.datatype: "Datatype",
    SH.languageIn: "LanguageIn",
    SH.maxCount: "MaxCount",
    SH.maxInclusive: "MaxInclusive",
    SH.maxLength: "MaxLength",
    SH.minCount: "MinCount",
    SH.minExclusive: "MinExclusive",
    SH.minInclusive: "MinInclusive",
    SH.minLength: "MinLength",
    SH.nodeKind: "NodeKind",
    SH["not"]: "Not",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
}
"""The constraint parameters that the profile uses, and the name of the component that each belongs to."""


class ShapeError(ValueError):
    """A shapes graph cannot be used: a rule has no IRI, or a severity that is not one of SHACL's three."""


class Rule(NamedTuple):
    """One property shape.

    Attributes:
        code: its IRI.
        severity: how grave a breach is.
        path: the property as a prefixed name; alternatives, and the steps of one, are joined with ``|``.
        predicate: the property's IRI; empty for a path of several.
        components: IRIs of the constraint components that it uses; one in the profile.
        name_en: what the property is called in English.
        name_fr: the same in French.
        en: the message in English; empty when the shape has none.
        fr: the message in French.
        see: the address of the section of the specification.
    """

    code: str
    severity: Severity
    path: str
    predicate: str
    components: tuple[str, ...]
    name_en: str
    name_fr: str
    en: str
    fr: str
    see: str

    @property
    def name(self) -> str:
        """The local name: what follows the last slash or hash of the IRI."""
        return self.code.replace("#", "/").rpartition("/")[2]


def profile() -> Graph:
    """The shapes of ``profile/*.ttl`` and the class hierarchy that they count on, as one graph."""
    graph = Graph(bind_namespaces="none")
    folder = files(__package__) / "profile"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".ttl"):
            graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph


def rules(shapes: Graph) -> dict[str, Rule]:
    """Every property shape that has an IRI, by it, in alphabetical order.

    Raises:
        ShapeError: a severity is not one of SHACL's three.
    """
    named = sorted({shape for shape in shapes.subjects(SH.path, None) if isinstance(shape, URIRef)})
    return {str(shape): _rule(shapes, shape) for shape in named}


@lru_cache(maxsize=1)
def profile_rules() -> dict[str, Rule]:
    """The rules of the project's own profile."""
    return rules(profile())


def _components(shapes: Graph, shape: URIRef) -> tuple[str, ...]:
    used = [name for parameter, name in _COMPONENTS.items() if (shape, parameter, None) in shapes]
    return tuple(f"{SH}{name}ConstraintComponent" for name in sorted(used))


def _rule(shapes: Graph, shape: URIRef) -> Rule:
    severity = shapes.value(shape, SH.severity, default=SH.Violation)
    if severity not in (SH.Violation, SH.Warning, SH.Info):
        raise ShapeError(f"{shape}: the severity {severity} is none of sh:Violation, sh:Warning and sh:Info")
    steps = _properties(shapes, shapes.value(shape, SH.path))
    names, messages = _texts(shapes, shape, SH.name), _texts(shapes, shape, SH.message)
    return Rule(
        code=str(shape),
        severity=Severity(str(severity).rpartition("#")[2]),
        path="|".join(shapes.namespace_manager.normalizeUri(step) for step in steps),
        predicate=steps[0] if len(steps) == 1 else "",
        components=_components(shapes, shape),
        name_en=names.get("en", ""),
        name_fr=names.get("fr", ""),
        en=messages.get("en", messages.get("", "")),
        fr=messages.get("fr", messages.get("en", messages.get("", ""))),
        see=str(shapes.value(shape, RDFS.seeAlso) or ""),
    )


def _properties(shapes: Graph, path: Node | None) -> list[str]:
    """The properties that a path tries or follows: itself, or the members of its list."""
    if isinstance(path, URIRef) or path is None:
        return [str(path)] if path else []
    lists = [path] if (path, RDF.first, None) in shapes else list(shapes.objects(path))
    return [found for head in lists for step in Collection(shapes, head) for found in _properties(shapes, step)]


def _texts(shapes: Graph, shape: URIRef, predicate: URIRef) -> dict[str, str]:
    """The texts of a property by language; the key of a text without language is empty."""
    return {
        getattr(text, "language", None) or "": str(text) for text in sorted(shapes.objects(shape, predicate), key=str)
    }
