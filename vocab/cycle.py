"""Cycles in a hierarchy: concepts that stand above themselves."""

from collections.abc import Iterator, Mapping, Sequence

from .term import Term


def cycles(broader: Mapping[Term, Sequence[Term]]) -> Iterator[tuple[Term, ...]]:
    """The groups of concepts that stand above one another, by Tarjan's algorithm without recursion.

    Args:
        broader: the concepts directly above each.

    Returns:
        The members of each group in their order; a concept broader than itself is a group of one.
    """
    number: dict[Term, int] = {}
    low: dict[Term, int] = {}
    stack: list[Term] = []
    standing = set[Term]()
    for root in sorted(broader):
        if root in number:
            continue
        work: list[tuple[Term, Iterator[Term]]] = []
        _enter(root, broader, number, low, stack, standing, work)
        while work:
            node, above = work[-1]
            following = next(above, None)
            if following is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == number[node]:
                    group = list[Term]()
                    while True:
                        member = stack.pop()
                        standing.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    if len(group) > 1 or node in broader.get(node, ()):
                        yield tuple(sorted(group))
            elif following not in number:
                _enter(following, broader, number, low, stack, standing, work)
            elif following in standing:
                low[node] = min(low[node], number[following])


def _enter(
    node: Term,
    broader: Mapping[Term, Sequence[Term]],
    number: dict[Term, int],
    low: dict[Term, int],
    stack: list[Term],
    standing: set[Term],
    work: list[tuple[Term, Iterator[Term]]],
) -> None:
    number[node] = low[node] = len(number)
    stack.append(node)
    standing.add(node)
    work.append((node, iter(broader.get(node, ()))))
