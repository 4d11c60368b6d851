"""Descriptions of resources: the statements that answer a request for one, and the response that carries them."""

from collections.abc import Mapping, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Store
from starlette.requests import Request
from starlette.responses import Response

from vocab.index import VocabularyIndex
from vocab.namespace import RDF, SKOS
from vocab.term import Term, Triple, iri_value, is_iri, literal

from . import rdf
from .caching import entity_tag, is_held
from .negotiation import RDF_FORMS, Form, alternate_links

OFFERED = ("ttl", "html", *(name for name in RDF_FORMS if name != "ttl"))
"""The forms of a description."""

MAX_STATEMENTS = 5000
"""Statements about a resource that are sent."""

MAX_INCOMING = 200
"""Statements that lead to a resource that are sent."""

Graphs = Mapping[Term, Sequence[Triple]]
"""Statements by named graph."""


def concepts_of(triples: Sequence[Triple], vocabulary: VocabularyIndex) -> dict[Term, list[Triple]]:
    """What makes a file self-contained: type, labels, notation and scheme of each concept that it refers to.

    The graph of each is its concept scheme, where the whole of it is.
    """
    graphs: dict[Term, list[Triple]] = {}
    schemes = vocabulary.schemes()
    mentioned = {obj for _, _, obj in triples if is_iri(obj)}
    for entry in vocabulary.concepts([iri_value(node) for node in mentioned]):
        node, scheme = f"<{entry.iri}>", f"<{schemes[entry.vocabulary]}>"
        said = [(node, RDF.type, SKOS.Concept), (node, SKOS.inScheme, scheme)]
        said += [
            (node, SKOS.prefLabel, literal(text, language=language)) for language, text in sorted(entry.labels.items())
        ]
        if entry.notation:
            said.append((node, SKOS.notation, literal(entry.notation)))
        graphs.setdefault(scheme, []).extend(said)
    return graphs


def describe(graph: Store, subject: str) -> dict[Term, list[Triple]]:
    """What a graph store says of a resource, by named graph; its own graph, if it has one, comes first."""
    node = NamedNode(subject)
    graphs: dict[Term, list[Triple]] = {}
    own = graph.quads_for_pattern(node, None, None, node)
    others = graph.quads_for_pattern(node, None, None, None)
    seen = set[tuple[Triple, Term]]()
    for quad in islice((quad for quads in (own, others) for quad in quads), MAX_STATEMENTS):
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        if (triple, str(quad.graph_name)) not in seen:
            seen.add((triple, str(quad.graph_name)))
            graphs.setdefault(str(quad.graph_name), []).append(triple)
    return graphs


def incoming(graph: Store, target: str) -> dict[Term, list[Triple]]:
    """The statements that lead to a resource, by named graph, the first ``MAX_INCOMING``."""
    graphs: dict[Term, list[Triple]] = {}
    for quad in islice(graph.quads_for_pattern(None, None, NamedNode(target), None), MAX_INCOMING):
        graphs.setdefault(str(quad.graph_name), []).append((str(quad.subject), str(quad.predicate), str(quad.object)))
    return graphs


def merged(graphs: Graphs) -> list[Triple]:
    """The statements of all graphs, each once."""
    return list(dict.fromkeys(triple for triples in graphs.values() for triple in triples))


def respond(request: Request, form: Form, graphs: Graphs, *, first: Term, path: str, links: Sequence[str]) -> Response:
    """A description as an RDF document; nothing but its tag when the client holds it.

    Args:
        request: may say what its client holds.
        form: one of the RDF forms.
        graphs: the statements by named graph.
        first: the resource described.
        path: its address without suffix; empty when it has no addresses for its forms.
        links: further values of the ``Link`` header.
    """
    tag = entity_tag((form.name, *(text for name, triples in graphs.items() for t in triples for text in (name, *t))))
    headers = headers_of(form, path, links) | {"ETag": tag}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(rdf.write(form.name, graphs, first=first), headers=headers, media_type=form.media_type)


def headers_of(form: Form, path: str, links: Sequence[str]) -> dict[str, str]:
    """The headers that every form of a description carries."""
    headers = {"Vary": "Accept", "Cache-Control": "public, no-cache"}
    if form.name == "html":
        headers["Vary"] = "Accept, Accept-Language, Cookie"
    if path:
        headers["Content-Location"] = f"{path}.{form.name}"
        links = [*alternate_links(path, OFFERED, form), *links]
    if links:
        headers["Link"] = ", ".join(links)
    return headers
