"""A record without findings, what it refers to, and copies of it that can be spoilt one by one."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from shapes.validation import Background, Validator
from vocab.term import Term, Triple

HERE = Path(__file__).parent
LINE = re.compile(r"(\S+) (\S+) (.+) \.")


def parsed(path: Path) -> list[Triple]:
    matches = [LINE.fullmatch(line) for line in path.read_text("utf-8").splitlines()]
    return [(match[1], match[2], match[3]) for match in matches if match]


@pytest.fixture(scope="session")
def good() -> list[Triple]:
    return parsed(HERE / "good.nt")


@pytest.fixture(scope="session")
def background() -> Graph:
    return Graph(bind_namespaces="none").parse(HERE / "background.nt", format="nt")


@pytest.fixture(scope="session")
def known(background: Graph) -> Background:
    """What the background says of a resource."""
    return partial(_said, background)


def _said(graph: Graph, term: Term) -> list[tuple[Term, Term]]:
    return [(p.n3(), o.n3()) for p, o in graph.predicate_objects(URIRef(term[1:-1]))]


@pytest.fixture(scope="session")
def validator(known: Background) -> Validator:
    return Validator(known)


@pytest.fixture(scope="session")
def copied() -> Callable[[Sequence[Triple], int], list[Triple]]:
    """Makes the n-th copy of a record: the same with IRIs of its own."""

    def copy(triples: Sequence[Triple], number: int) -> list[Triple]:
        def renamed(term: str) -> str:
            return term.replace("<https://example.org/", f"<https://example.org/{number}/")

        return [(renamed(s), p, o if o.startswith('"') else renamed(o)) for s, p, o in triples]

    return copy
