"""RDF documents: statements written in one of the forms of RDF, with the project's prefixes.

Terms keep their exact lexical forms and datatypes on the way.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pyoxigraph import RdfFormat, parse, serialize

from vocab.namespace import PREFIXES, RDF
from vocab.term import Term, Triple, iri_value, is_iri, literal_parts, ntriples

NAMESPACES = {prefix: namespace.base for prefix, namespace in PREFIXES.items()}
"""Every namespace's IRI by its prefix."""

_OXIGRAPH = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML}
_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*>$")
"""How the IRI of a property must end to be the name of an element."""

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def write(name: str, graphs: Mapping[Term, Sequence[Triple]], *, first: Term) -> bytes:
    """An RDF document.

    RDF/XML has no way to write a property whose IRI does not end in a name, such as one that ends in a slash
    (RDF 1.1 XML Syntax, section 8): there, statements with it are left out.

    Args:
        name: of one of ``negotiation.RDF_FORMS``.
        graphs: statements by named graph; only N-Quads tells the graphs apart.
        first: the resource that the document begins with.
    """
    if name == "nq":
        return "".join(f"{s} {p} {o} {graph} .\n" for graph, triples in graphs.items() for s, p, o in triples).encode()
    triples = by_subject((triple for triples in graphs.values() for triple in triples), first=first)
    if name == "nt":
        return ntriples(triples).encode()
    if name == "jsonld":
        return jsonld(triples)
    if name == "rdf":
        triples = [triple for triple in triples if _ELEMENT.search(triple[1])]
    quads = parse(ntriples(triples).encode(), format=RdfFormat.N_TRIPLES, lenient=True)
    prefixes = used_namespaces(triples)
    document = serialize((quad.triple for quad in quads), format=_OXIGRAPH[name], prefixes=prefixes) or b""
    return _spaced(document) if name == "ttl" else document


def _spaced(turtle: bytes) -> bytes:
    """A Turtle document with its prefixes in alphabetical order and a blank line between subjects."""
    # no literal spans lines: the writer escapes their ends
    lines = turtle.splitlines()
    header = sorted(line for line in lines if line.startswith(b"@prefix "))
    body = [line if line.startswith(b"\t") else b"\n" + line for line in lines[len(header) :]]
    return b"\n".join([*header, *body, b""])


def by_subject(triples: Iterable[Triple], *, first: Term) -> list[Triple]:
    """The statements, each once, those about one subject and with one property together, its types in front."""
    subjects: dict[Term, dict[Term, dict[Term, None]]] = {first: {}}
    for subject, predicate, obj in triples:
        subjects.setdefault(subject, {}).setdefault(predicate, {})[obj] = None
    return [
        (subject, predicate, obj)
        for subject, properties in subjects.items()
        for predicate in sorted(properties, key=lambda one: one != RDF.type)
        for obj in properties[predicate]
    ]


def used_namespaces(triples: Iterable[Triple]) -> dict[str, str]:
    """The namespaces that statements make use of, by prefix."""
    names = {iri.rpartition("#")[0] or iri.rpartition("/")[0] for iri in _iris(triples)}
    return {prefix: base for prefix, base in NAMESPACES.items() if base[:-1] in names}


def _iris(triples: Iterable[Triple]) -> Iterable[str]:
    for triple in triples:
        for term in triple:
            if is_iri(term):
                yield iri_value(term)
            elif term.endswith(">"):
                yield term.rpartition("^^<")[2][:-1]


def jsonld(triples: Sequence[Triple]) -> bytes:
    """A JSON-LD 1.1 document, compacted with a context of prefixes; one node object for each subject."""
    # "geo" is a prefix and the scheme of geo:48.8,2.3: such a prefix would give the IRI another meaning
    schemes = {iri.partition(":")[0] for iri in _iris(triples)}
    context = {prefix: base for prefix, base in used_namespaces(triples).items() if prefix not in schemes}
    compact = _Compaction(context)
    nodes: dict[Term, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, obj in triples:
        if predicate == RDF.type:
            nodes[subject]["@type"].append(compact.name(obj))
        else:
            nodes[subject][compact.name(predicate)].append(compact.value(obj))
    graph = [
        {"@id": iri_value(subject)}
        | {name: values[0] if len(values) == 1 else values for name, values in properties.items()}
        for subject, properties in nodes.items()
    ]
    return orjson.dumps({"@context": context, "@graph": graph}, option=orjson.OPT_INDENT_2)


class _Compaction:
    """Writes terms as JSON-LD does under a context of prefixes."""

    def __init__(self, context: Mapping[str, str]) -> None:
        self._prefixes = {base: prefix for prefix, base in context.items()}

    def name(self, term: Term) -> str:
        """An IRI as a compact IRI, or as it is."""
        return self._compact(iri_value(term))

    def value(self, term: Term) -> Any:
        """An object of a statement."""
        if is_iri(term):
            return {"@id": iri_value(term)}
        text, language, datatype = literal_parts(term)
        if language:
            return {"@language": language, "@value": text}
        if datatype and datatype != _STRING:
            return {"@type": self._compact(datatype), "@value": text}
        return text

    def _compact(self, iri: str) -> str:
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL_NAME.fullmatch(iri, cut) else iri
