"""Serialisation of refined records for people and tools that read one file."""

from collections.abc import Sequence

from vocab.namespace import PREFIXES
from vocab.term import nquads, ntriples

from .refine import RefinedRecord


def serialise(records: Sequence[RefinedRecord], form: str) -> bytes:
    """Records as one document.

    Args:
        records: what to write.
        form: ``nquads`` keeps each record's named graph; ``turtle`` and ``jsonld`` merge them.
    """
    if form == "nquads":
        return "".join(nquads(record.triples, record.graph) for record in records).encode()
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace.base, override=True)
    for record in records:
        graph.parse(data=ntriples(record.triples), format="nt")
    if form == "turtle":
        return graph.serialize(format="turtle", encoding="utf-8")
    context = {prefix: namespace.base for prefix, namespace in PREFIXES.items()}
    return graph.serialize(format="json-ld", encoding="utf-8", context=context, auto_compact=False)
