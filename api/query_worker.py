"""A process that evaluates SPARQL queries for others and can be killed at any time.

It imports nothing of the service, so that a new one is ready soon.
"""

import io
import resource
import signal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""The forms of the answer to SELECT and ASK."""

GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
"""The forms of the answer to CONSTRUCT and DESCRIBE."""


class Job(NamedTuple):
    """A query and how to answer it.

    Attributes:
        query: the text.
        base: address for its relative IRIs.
        prefixes: namespaces that it need not declare.
        union: whether its default graph is the union of all named graphs.
        default_graphs: IRIs of the graphs that its default graph is made of; None when the request names none.
        named_graphs: IRIs of the graphs for GRAPH; None for all.
        result_format: a key of ``RESULT_FORMATS``; empty when none is acceptable.
        graph_format: a key of ``GRAPH_FORMATS``; empty likewise.
        limit: bytes of the answer.
    """

    query: str
    base: str
    prefixes: dict[str, str]
    union: bool
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    result_format: str
    graph_format: str
    limit: int


class Answer(NamedTuple):
    """The answer to a query: in which format, and its bytes."""

    format: str
    body: bytes


class ResultTooLargeError(Exception):
    """The answer is larger than is allowed."""


class FormNotAcceptableError(Exception):
    """The client accepts no form of answer that this kind of query has."""


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.full = False
        self._limit = limit

    def write(self, data: "ReadableBuffer") -> int:
        """Take some bytes.

        Raises:
            OSError: they are too many.
        """
        if self.tell() + memoryview(data).nbytes > self._limit:
            self.full = True
            raise OSError("the answer is too large")
        return super().write(data)


def prepare(graph: Path, memory: int) -> None:
    """Make this process ready: it dies when told to, uses no more memory than allowed, and has the store open."""
    # a handler written in Python would wait for the end of the query
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Control-C in a terminal reaches every process of the group; this one's end is its owner's business
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _store(graph)


@lru_cache(maxsize=1)
def _store(graph: Path) -> Store:
    return Store.read_only(str(graph))


def evaluate(graph: Path, job: Job) -> Answer:
    """Evaluate a query.

    Raises:
        SyntaxError: it cannot be parsed.
        ResultTooLargeError: the answer is larger than is allowed.
        FormNotAcceptableError: no form of answer is acceptable.
        OSError, RuntimeError: it cannot be evaluated.
    """
    results = _store(graph).query(
        job.query,
        base_iri=job.base,
        prefixes=job.prefixes,
        use_default_graph_as_union=job.union,
        default_graph=None if job.default_graphs is None else [NamedNode(iri) for iri in job.default_graphs],
        named_graphs=None if job.named_graphs is None else [NamedNode(iri) for iri in job.named_graphs],
    )
    name = job.graph_format if isinstance(results, QueryTriples) else job.result_format
    if not name:
        raise FormNotAcceptableError
    output = _Bounded(job.limit)
    try:
        _write(results, name, output, job.prefixes)
    except OSError as error:
        if output.full:
            raise ResultTooLargeError from error
        raise
    return Answer(name, output.getvalue())


def _write(
    results: QuerySolutions | QueryBoolean | QueryTriples, name: str, output: _Bounded, prefixes: dict[str, str]
) -> None:
    if isinstance(results, QueryTriples):
        serialize(results, output, GRAPH_FORMATS[name], prefixes=prefixes)
    else:
        results.serialize(output, RESULT_FORMATS[name])
