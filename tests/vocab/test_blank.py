"""Blank nodes get names that do not depend on what a parser calls them."""

from vocab.blank import GENID, without_blank_nodes
from vocab.term import Triple

A, P, Q = "<https://w.example/a>", "<https://w.example/p>", "<https://w.example/q>"


def named(*triples: Triple) -> tuple[set[Triple], list[str]]:
    told = list[str]()
    found = set(without_blank_nodes(triples, lambda code, detail: told.append(f"{code} {detail}")))
    return found, told


def test_the_name_is_made_of_what_is_said() -> None:
    one, _ = named((A, P, "_:x"), ("_:x", Q, '"1"'), ("_:x", P, "_:y"), ("_:y", Q, '"2"'))
    two, _ = named(("_:k", Q, '"2"'), ("_:l", P, "_:k"), ("_:l", Q, '"1"'), (A, P, "_:l"))
    assert one == two
    assert len(one) == 4
    assert all(GENID in subject for subject, _, _ in one if subject != A)


def test_other_statements_make_another_name() -> None:
    one, _ = named((A, P, "_:x"), ("_:x", Q, '"1"'))
    two, _ = named((A, P, "_:x"), ("_:x", Q, '"2"'))
    assert one.isdisjoint(two)


def test_a_ring_of_blank_nodes_is_told_and_left_out() -> None:
    found, told = named((A, P, "_:x"), ("_:x", P, "_:y"), ("_:y", P, "_:x"), (A, Q, '"kept"'))
    assert found == {(A, Q, '"kept"')}
    assert told == ["vocabulary.blank _:x", "vocabulary.blank _:y"] or len(told) == 2


def test_deep_nesting_ends() -> None:
    chain = [(f"_:n{n}", P, f"_:n{n + 1}") for n in range(500)]
    found, told = named((A, P, "_:n0"), *chain, ("_:n500", Q, '"end"'), (A, Q, '"kept"'))
    assert (A, Q, '"kept"') in found
    assert told


def test_a_blank_node_of_which_nothing_is_said_is_left_out() -> None:
    assert named((A, P, "_:x")) == (set(), [])
