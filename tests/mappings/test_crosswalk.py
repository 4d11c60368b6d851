"""The engine: rows, choices, nodes, and paths that lead to them."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.crosswalk import Choice, Crosswalk, Entry, Node, Row, Under
from mappings.errors import ConversionError
from mappings.path import KEY_PATHS, PathLanguage, key_path, xpath
from mappings.scope import Context, Origin, Scope
from vocab.namespace import DCAT, DCTERMS, FOAF
from vocab.term import Term, literal

XML = xpath({"x": "urn:x"})


def text(node: Any, scope: Scope) -> Iterable[Term]:
    """The text of a node."""
    found = node.text if hasattr(node, "tag") else node
    if found == "bad":
        raise ConversionError("map.value", "bad")
    return (literal(str(found)),) if found else ()


def part(node: Any, scope: Scope) -> Term | None:
    name = node.get("name")
    return scope.part("thing", name) if name else None


def run(rows: list[Entry], source: str | dict[str, Any], context: Context) -> Scope:
    language: PathLanguage = XML if isinstance(source, str) else KEY_PATHS
    root = etree.fromstring(source) if isinstance(source, str) else source
    scope = Scope(context, Origin("hub", "source", "id"), "id")
    Crosswalk("test", language, lambda _: "id", lambda _root, _scope: None, rows).apply(root, scope)
    return scope


def said(scope: Scope) -> list[tuple[str, str]]:
    """What is stated, but the class, by local name of the property."""
    return [(p.rpartition("/")[2][:-1], o) for _, p, o in scope.triples[1:]]


def found(scope: Scope) -> list[tuple[str, str, int, str]]:
    return [(d.code, d.path, d.line, d.excerpt) for d in scope.diagnostics]


DOCUMENT = """<x:r xmlns:x="urn:x">
<x:a>1</x:a>
<x:a>bad</x:a>
<x:a>2</x:a>
<x:b><x:c name="one"><x:d>3</x:d></x:c><x:c name="two"/><x:c/></x:b>
</x:r>"""


def test_row_states_each_value_and_reports_what_is_lost(context: Context) -> None:
    scope = run([Row(DCTERMS.title, "x:a", text)], DOCUMENT, context)
    assert said(scope) == [("title", '"1"'), ("title", '"2"')]
    assert found(scope) == [("map.value", "x:a", 3, "bad")]


def test_row_keeps_no_more_than_its_limit(context: Context) -> None:
    scope = run([Row(DCTERMS.title, "x:a", text, max=1)], DOCUMENT, context)
    assert said(scope) == [("title", '"1"')]
    assert found(scope) == [("map.value", "x:a", 3, "bad"), ("map.surplus", "x:a", 4, "2")]
    assert "dct:title" in scope.diagnostics[1].en


@pytest.mark.parametrize("path", ["x:none", "x:b/x:none", ".//x:none"])
def test_row_reports_what_is_missing(path: str, context: Context) -> None:
    scope = run([Row(DCTERMS.title, path, text, min=1), Row(DCTERMS.title, path, text)], DOCUMENT, context)
    assert found(scope) == [("map.missing", path, 0, "")]


def test_missing_below_a_path_that_leads_nowhere(context: Context) -> None:
    rows: list[Entry] = [Under("x:none", [Under("x:c", [Row(DCTERMS.title, "x:a", text, min=1)])])]
    assert found(run(rows, DOCUMENT, context)) == [("map.missing", "x:none/x:c/x:a", 0, "")]


def test_condition_and_subject(context: Context) -> None:
    rows: list[Entry] = [
        Row(DCTERMS.title, "x:a", text, when=lambda node, _: node.text == "2"),
        Row(DCTERMS.title, "x:a", text, max=1, about_record=True),
    ]
    scope = run(rows, DOCUMENT, context)
    assert scope.triples[1:] == [
        (scope.dataset, DCTERMS.title, '"2"'),
        (scope.record, DCTERMS.title, '"1"'),
    ]


def test_choice(context: Context) -> None:
    def choose(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
        yield (DCTERMS.title if node.text == "1" else DCTERMS.description), next(iter(text(node, scope)))

    scope = run([Choice((DCTERMS.title, DCTERMS.description), "x:a", choose)], DOCUMENT, context)
    assert said(scope) == [("title", '"1"'), ("description", '"2"')]
    assert [code for code, *_ in found(scope)] == ["map.value"]


def test_node_makes_a_resource_unless_nothing_is_said_of_it(context: Context) -> None:
    rows: list[Entry] = [Node(FOAF.page, FOAF.Document, "x:b/x:c", part, [Row(DCTERMS.title, "x:d", text)])]
    scope = run(rows, DOCUMENT, context)
    thing = scope.part("thing", "one")
    assert scope.triples[1:] == [
        (scope.dataset, FOAF.page, thing),
        (thing, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", FOAF.Document),
        (thing, DCTERMS.title, '"3"'),
    ]


def test_node_of_a_foreign_address_is_kept(context: Context) -> None:
    rows: list[Entry] = [Node(FOAF.page, FOAF.Document, "x:b/x:c[1]", lambda *_: "<urn:page>", [])]
    assert (FOAF.page, "<urn:page>") in {(p, o) for _, p, o in run(rows, DOCUMENT, context).triples}


def test_limits_of_nodes_and_places(context: Context) -> None:
    rows: list[Entry] = [
        Node(FOAF.page, FOAF.Document, "x:b/x:c", lambda *_: "<urn:page>", [], max=1),
        Under("x:b/x:c", [Row(DCTERMS.title, "x:d", text)], max=2, surplus="map.identification.multiple"),
    ]
    scope = run(rows, DOCUMENT, context)
    assert [(code, path) for code, path, *_ in found(scope)] == [
        ("map.surplus", "x:b/x:c"),
        ("map.identification.multiple", "x:b/x:c"),
    ]


def places(language: PathLanguage, rows: list[Entry]) -> list[str]:
    """The paths of a table's rows."""
    table = Crosswalk("test", language, lambda _: None, lambda *_: None, rows)
    return [entry.place for _, entry in table.entries() if isinstance(entry, Row)]


def test_paths_are_shown_from_the_root() -> None:
    rows: list[Entry] = [Row(DCTERMS.title, ".", text), Row(DCTERMS.title, "x:e", text)]
    inside: list[Entry] = [Under("x:c", rows)]
    assert places(XML, [Under("x:a | x:b", inside)]) == ["(x:a | x:b)/x:c", "(x:a | x:b)/x:c/x:e"]
    deep: list[Entry] = [Under("bbox", [Row(DCAT.bbox, "[0]", text)])]
    assert places(KEY_PATHS, [Under("extent", deep)]) == ["extent.bbox[0]"]


def test_tables_that_share_a_row_show_its_place_in_each() -> None:
    row = Row(DCTERMS.title, "title", text)
    one = Crosswalk("one", KEY_PATHS, lambda _: None, lambda *_: None, [Under("a", [row])])
    two = Crosswalk("two", KEY_PATHS, lambda _: None, lambda *_: None, [Under("b", [row])])
    shown = [[entry.place for _, entry in table.entries() if isinstance(entry, Row)] for table in (one, two)]
    assert shown == [["a.title"], ["b.title"]]


VALUES = {"a": {"b": [1, [2, 3], {"c": 4}], "eo:d": 5, "e.f": 6, "n": None}, "g": [], "h": "text"}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (".", [VALUES]),
        ("a.b[0]", [1]),
        ("a.b[1][]", [2, 3]),
        ("a.b[].c", [4]),
        ('a."eo:d"', [5]),
        ('a."e.f"', [6]),
        ("a.n", []),
        ("a.b[9]", []),
        ("g[]", []),
        ("h[]", []),
        ("h.a", []),
        ("none.none", []),
        ("a.*", [[1, [2, 3], {"c": 4}], 5, 6, None]),
    ],
)
def test_key_paths(path: str, values: list[Any]) -> None:
    assert list(key_path(path).select(VALUES)) == values


@pytest.mark.parametrize("path", ['a."b', "a[b]", "a[", '""'])
def test_malformed_key_paths(path: str) -> None:
    with pytest.raises(ValueError, match="malformed"):
        key_path(path)


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[^\".]{1,4}", fullmatch=True), inner, max_size=3)
    ),
)


@given(JSON, st.data())
def test_every_value_is_reached_by_its_path(document: Any, data: st.DataObject) -> None:
    value, path = document, ""
    for _ in range(data.draw(st.integers(0, 4))):
        if isinstance(value, dict) and value:
            key = data.draw(st.sampled_from(sorted(value)))
            value, path = value[key], f'{path}{"." if path else ""}"{key}"'
        elif isinstance(value, list) and value:
            index = data.draw(st.integers(0, len(value) - 1))
            value, path = value[index], f"{path}[{index}]"
    selected = list(key_path(path or ".").select(document))
    assert selected == ([value] if value is not None or path in ("", ".") or path.endswith("]") else [])


@given(JSON, st.sampled_from(["a", "a.b", "a[]", "*", "*[0]", '"x"[]', "[0]", "[]", "*.*.*"]))
def test_no_document_breaks_a_path(document: Any, path: str) -> None:
    assert isinstance(list(key_path(path).select(document)), list)


NESTED = """<x:r xmlns:x="urn:x" xmlns:y="urn:y">
<x:b><x:c i="1"/><y:c i="2"/></x:b><x:a><x:c i="3"/><c i="4"/></x:a><x:b><x:c i="5"><x:c i="6"/></x:c></x:b><x:a/>
</x:r>"""


@pytest.mark.parametrize(
    "path",
    [
        *("x:a", "x:b/x:c", "x:b/*", "x:b/x:c/x:c", "x:b/*/x:c", "x:none", "x:a/x:none/x:c", "x:a[1]", ".//x:c"),
        *("x:a | x:b", "x:b/x:c | x:a/x:c", "x:none/x:c | x:b/x:c", "x:none | x:none/x:a", "x:b | x:b/x:c"),
    ],
)
def test_a_path_leads_where_xpath_leads_in_the_order_of_the_document(path: str, context: Context) -> None:
    root = etree.fromstring(NESTED)
    expected = list(root.xpath(path, namespaces={"x": "urn:x"}))
    assert list(XML.compile(path).select(root)) == expected
    reached: list[Any] = []

    def note(node: Any, _scope: Scope) -> Iterable[Term]:
        reached.append(node)
        return ()

    scope = Scope(context, Origin("hub", "source", "id"), "id")
    Crosswalk("test", XML, lambda _: "id", lambda *_: None, [Row(DCTERMS.title, path, note)]).apply(root, scope)
    assert reached == expected


@pytest.mark.parametrize(
    ("path", "heads"),
    [
        ("x:a/x:b", {"{urn:x}a"}),
        ("x:a | x:b/x:c", {"{urn:x}a", "{urn:x}b"}),
        (".", set()),
        ("*/x:a", set()),
        ("x:a | .//x:b", set()),
        ("x:a[1]", {"{urn:x}a"}),
        ("parent::x:a", set()),
        ("../x:a", set()),
    ],
)
def test_children_by_which_a_path_begins(path: str, heads: set[str]) -> None:
    assert XML.compile(path).heads == heads
