"""Suggestions while people type."""

from typing import Any

from api.reconciliation.completion import suggest
from api.reconciliation.service import Service

W, T = "http://example.org/water/", "http://example.org/things/"


def ids(service: Service, kind: str, prefix: str, cursor: int = 0) -> list[str]:
    return [one["id"] for one in suggest(service, kind, prefix, cursor)["result"]]


def test_entities(everything: Service, water: Service) -> None:
    assert ids(everything, "entity", "sea")[:2] == [f"{W}sea", f"{T}buoy"]
    # words inside a name come after names that begin so
    assert ids(everything, "entity", "wat")[0] == f"{W}water"
    assert f"{W}deep" in ids(everything, "entity", "wat")
    assert ids(water, "entity", "éau de m") == [f"{W}sea"]
    assert ids(water, "entity", "buoy") == []
    assert ids(everything, "entity", f"{W}ice")[0] == f"{W}ice"
    assert ids(everything, "entity", "deep watr")[0] == f"{W}deep"
    one: dict[str, Any] = suggest(water, "entity", "eau", 0)["result"][0]
    assert one["name"] == "Eau"
    assert one["description"] == "Ce dont sont faites les mers. (Les water)"
    assert one["notable"][0] == {"id": "http://example.org/water", "name": "Les water"}


def test_cursor(everything: Service) -> None:
    known = ids(everything, "entity", "sea")
    assert ids(everything, "entity", "sea", 1) == known[1:]
    assert ids(everything, "entity", "sea", 1000) == []


def test_strange_prefixes(everything: Service) -> None:
    for prefix in ("", " ", "*", "**", '"', "' OR 1=1 --", "x" * 5000, "\x00", "%"):
        assert ids(everything, "entity", prefix) == []


def test_types(everything: Service, water: Service) -> None:
    assert ids(everything, "type", "plat") == ["platform"]
    assert ids(everything, "type", "the") == ["http://example.org/water", "http://example.org/things"]
    assert ids(everything, "type", "things") == ["http://example.org/things"]
    assert "http://example.org/things" not in ids(water, "type", "")
    found = suggest(everything, "type", "The w", 0)["result"]
    assert found == [
        {
            "id": "http://example.org/water",
            "name": "The water",
            "broader": [{"id": "parameter", "name": "Parameters"}],
        }
    ]


def test_properties(everything: Service, water: Service) -> None:
    assert ids(everything, "property", "preferred") == ["prefLabel", "prefLabel@en", "prefLabel@fr"]
    assert ids(water, "property", "concept plus g") == ["broader"]
    assert ids(everything, "property", "broad") == ["broader", "broaderTransitive", "broadMatch"]
    assert ids(everything, "property", "label (fr") == ["prefLabel@fr", "altLabel@fr"]
