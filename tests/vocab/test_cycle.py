"""Cycles of a hierarchy."""

from hypothesis import given
from hypothesis import strategies as st

from vocab.cycle import cycles


def test_groups_of_concepts_above_one_another() -> None:
    broader = {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "s": ["s"]}
    assert list(cycles(broader)) == [("a", "b", "c"), ("s",)]


def test_a_long_chain_needs_no_recursion() -> None:
    assert list(cycles({str(n): [str(n + 1)] for n in range(50_000)})) == []


@given(st.dictionaries(st.integers(0, 8).map(str), st.lists(st.integers(0, 8).map(str), max_size=4)))
def test_members_are_those_that_reach_themselves(broader: dict[str, list[str]]) -> None:
    def above(node: str) -> set[str]:
        found, edge = set[str](), list(broader.get(node, ()))
        while edge:
            one = edge.pop()
            if one not in found:
                found.add(one)
                edge.extend(broader.get(one, ()))
        return found

    assert {member for group in cycles(broader) for member in group} == {n for n in broader if n in above(n)}
