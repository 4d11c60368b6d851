"""Data extension: values of properties."""

from typing import Any

import orjson
import pytest

from api.errors import ParameterError, TooLargeError
from api.reconciliation.extension import extend, propose, proposed, read_extension
from api.reconciliation.property import ALIASES, PROPERTIES, named
from api.reconciliation.service import Service
from api.texts import load_texts

W, T = "http://example.org/water/", "http://example.org/things/"


def cells(service: Service, id_: str, pid: str, **settings: Any) -> list[dict[str, Any]]:
    asked = {"ids": [id_], "properties": [{"id": pid, "settings": settings}]}
    found: list[dict[str, Any]] = extend(service, read_extension(orjson.dumps(asked).decode()))["rows"][id_][pid]
    return found


def test_values(everything: Service) -> None:
    assert cells(everything, f"{W}sea", "prefLabel") == [{"str": "Sea water"}, {"str": "Eau de mer"}]
    assert cells(everything, f"{W}sea", "prefLabel@fr") == [{"str": "Eau de mer"}]
    assert cells(everything, f"{W}sea", "prefLabel", language="fr") == [{"str": "Eau de mer"}]
    assert cells(everything, f"{W}sea", "prefLabel", limit=1) == [{"str": "Sea water"}]
    assert cells(everything, f"{W}sea", "prefLabel", limit="1") == [{"str": "Sea water"}]
    assert len(cells(everything, f"{W}sea", "prefLabel", limit="0")) == 2
    assert cells(everything, f"{W}sea", "altLabel") == [{"str": "Brine"}]
    assert cells(everything, f"{W}water", "definition@en") == [{"str": "What seas are made of."}]
    assert cells(everything, f"{W}water", "notation") == [{"str": "W1"}]
    assert cells(everything, f"{W}sea", "broader") == [{"id": f"{W}water", "name": "Water"}]
    assert cells(everything, f"{W}sea", "narrower") == [{"id": f"{W}deep", "name": "Deep water"}]
    assert [one["name"] for one in cells(everything, f"{W}deep", "broaderTransitive")] == ["Sea water", "Water"]
    assert cells(everything, f"{W}ice", "related") == [{"id": f"{W}deep", "name": "Deep water"}]
    assert cells(everything, f"{W}sea", "exactMatch") == [{"id": f"{T}sea", "name": "The sea <script>"}]
    assert cells(everything, f"{W}sea", "inScheme") == [{"id": "http://example.org/water", "name": "The water"}]
    assert cells(everything, f"{W}old", "deprecated") == [{"str": "true"}]
    assert cells(everything, f"{W}sea", "deprecated") == [{"str": "false"}]
    assert cells(everything, f"{W}old", "isReplacedBy") == [{"id": f"{W}ice", "name": "Ice"}]
    assert cells(everything, f"{W}sea", "created") == [{"date": "2020-02-03T00:00:00Z"}]
    assert cells(everything, f"{W}sea", "modified") == [{"date": "2021-04-05T06:07:08Z"}]
    assert cells(everything, f"{W}sea", "uri") == [{"str": f"{W}sea"}]


def test_what_there_is_not(everything: Service, water: Service) -> None:
    assert cells(everything, f"{W}nothing", "prefLabel") == []
    assert cells(everything, f"{W}sea", "colour") == []
    assert cells(everything, f"{W}sea", "broader@fr") == []
    assert cells(water, f"{T}buoy", "prefLabel") == []


def test_meta(water: Service) -> None:
    asked = read_extension('{"ids": [], "properties": [{"id": "broader"}, {"id": "prefLabel@en"}, {"id": "colour"}]}')
    assert extend(water, asked) == {
        "meta": [
            {
                "id": "broader",
                "name": "Concept plus général",
                "type": {"id": "http://www.w3.org/2004/02/skos/core#Concept", "name": "Concept"},
            },
            {"id": "prefLabel@en", "name": "Libellé préférentiel (anglais)"},
            {"id": "colour", "name": "colour"},
        ],
        "rows": {},
    }


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"ids": []},
        {"properties": []},
        {"ids": "x", "properties": []},
        {"ids": [1], "properties": []},
        {"ids": [], "properties": {}},
        {"ids": [], "properties": ["x"]},
        {"ids": [], "properties": [{}]},
        {"ids": [], "properties": [{"id": 1}]},
        {"ids": [], "properties": [{"id": "x", "settings": "y"}]},
        [],
    ],
)
def test_what_is_no_request(asked: Any) -> None:
    with pytest.raises(ParameterError):
        read_extension(orjson.dumps(asked).decode())


def test_the_largest_request() -> None:
    many = {"ids": [str(number) for number in range(1000)], "properties": []}
    assert len(read_extension(orjson.dumps(many).decode()).ids) == 1000
    for larger in (many | {"ids": [*many["ids"], "x"]}, {"ids": [], "properties": [{"id": "x"}] * 51}):
        with pytest.raises(TooLargeError):
            read_extension(orjson.dumps(larger).decode())


def test_strange_settings_count_for_nothing(everything: Service) -> None:
    for settings in ({"limit": "many"}, {"limit": -1}, {"limit": None}, {"language": 5}, {"colour": "blue"}):
        assert len(cells(everything, f"{W}sea", "prefLabel", **settings)) == 2


def test_proposals(water: Service) -> None:
    whole = propose(water, "", 0)
    assert [one["id"] for one in whole["properties"]] == proposed()
    assert set(whole) == {"properties"}
    some = propose(water, "parameter", 2)
    assert (some["type"], some["limit"], len(some["properties"])) == ("parameter", 2, 2)
    assert all(named(one["id"]) for one in whole["properties"])


def test_every_property_has_a_name_and_an_iri() -> None:
    for id_, prop in PROPERTIES.items():
        assert f"property.{id_}" in load_texts()
        assert prop.iri.startswith("http")
        assert (found := named(prop.iri)) is not None
        assert found.property is prop
    assert set(ALIASES.values()) <= set(PROPERTIES)
