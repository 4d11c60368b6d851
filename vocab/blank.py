"""Blank nodes, given names that are the same at every load (RDF 1.1 Concepts, section 3.5)."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from .term import Term, Triple

GENID = "https://w3id.org/terrafair/.well-known/genid/"
"""Begins the IRIs that stand in the place of blank nodes."""

DEEPEST = 20
"""Blank nodes that may stand one in the other."""


def without_blank_nodes(triples: Iterable[Triple], tell: Callable[..., None]) -> Iterator[Triple]:
    """The statements, with an IRI in the place of each blank node that is made of what is said of it.

    A blank node that is part of itself, directly or not, has no such name and is told and left out.
    """
    parts = defaultdict[Term, list[tuple[Term, Term]]](list)
    mentions = list[Triple]()
    for triple in triples:
        subject, prop, value = triple
        if subject.startswith("_:"):
            parts[subject].append((prop, value))
        elif value.startswith("_:"):
            mentions.append(triple)
        else:
            yield triple
    names = _Names(parts, tell)
    for subject, prop, value in mentions:
        if named := names.of(value):
            yield subject, prop, named
    for node, said in parts.items():
        if named := names.of(node):
            for prop, value in said:
                known = names.of(value) if value.startswith("_:") else value
                if known:
                    yield named, prop, known


class _Names:
    """IRIs for blank nodes.

    Args:
        parts: what is said of each.
        tell: is told of those that get none.
    """

    def __init__(self, parts: Mapping[Term, Sequence[tuple[Term, Term]]], tell: Callable[..., None]) -> None:
        self._parts, self._tell = parts, tell
        self._names: dict[Term, Term | None] = {}

    def of(self, node: Term, depth: int = 0) -> Term | None:
        """The IRI of a blank node; None for one of which nothing is said, and for one that has no name."""
        if node not in self._parts:
            return None
        if node not in self._names:
            self._names[node] = None
            name = self._made(node, depth) if depth < DEEPEST else None
            self._names[node] = name
            if name is None:
                self._tell("vocabulary.blank", detail=node)
        return self._names[node]

    def _made(self, node: Term, depth: int) -> Term | None:
        said = [(p, self.of(o, depth + 1) if o.startswith("_:") else o) for p, o in self._parts[node]]
        if not all(value for _, value in said):
            return None
        text = "\n".join(sorted(f"{prop} {value}" for prop, value in said))
        return f"<{GENID}{hashlib.blake2b(text.encode(), digest_size=10).hexdigest()}>"
