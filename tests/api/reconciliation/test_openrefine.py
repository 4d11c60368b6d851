"""A session as OpenRefine has one: its requests, in its order, with its parameters."""

from typing import Any
from urllib.parse import quote

import httpx2
import orjson

from tests.published import BASE

NAMES = (
    "Ozone", "Soil moisture", "sea surface temperature", "Aerosol", "humidité du sol", "Sentinel-2", "lidar", "xyzzy",
    "Land cover", "precipitation", "Glaciers", "permafrost",
)  # fmt: skip


class OpenRefine:
    """What OpenRefine asks of a service that was added by its address; what its manifest names is asked where it says.

    Attributes:
        manifest: of the service.
    """

    def __init__(self, client: httpx2.Client, address: str) -> None:
        self._client = client
        self._address = address
        self.manifest = self._get(address)

    def _get(self, address: str, **parameters: str) -> Any:
        # the catalogue of the tests is not served at the address that its IRIs begin with
        response = self._client.get(address.removeprefix(BASE), params=parameters)
        assert response.status_code == 200, response.text
        return response.json()

    def _post(self, field: str, value: Any) -> Any:
        form = {field: orjson.dumps(value).decode()}
        response = self._client.post(self._address, data=form, headers={"Accept": "application/json"})
        assert response.status_code == 200, response.text
        return response.json()

    def guess_types(self, names: tuple[str, ...]) -> list[str]:
        """The types of the best candidates of the first ten names, the most frequent first."""
        answered = self._post("queries", {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(names[:10])})
        scores: dict[str, float] = {}
        for one in answered.values():
            for candidate in one["result"]:
                for type_ in candidate["type"]:
                    scores[type_["id"]] = scores.get(type_["id"], 0) + candidate["score"]
        return sorted(scores, key=lambda id_: -scores[id_])

    def reconcile(self, names: tuple[str, ...], type_: str) -> dict[str, list[dict[str, Any]]]:
        """The candidates of each name, asked for in batches of ten."""
        found = dict[str, list[dict[str, Any]]]()
        for start in range(0, len(names), 10):
            batch = names[start : start + 10]
            queries = {f"q{n}": {"query": name, "type": type_, "type_strict": "should"} for n, name in enumerate(batch)}
            answered = self._post("queries", queries)
            found |= {name: answered[f"q{n}"]["result"] for n, name in enumerate(batch)}
        return found

    def suggest(self, kind: str, prefix: str) -> list[dict[str, Any]]:
        service = self.manifest["suggest"][kind]
        found = self._get(service["service_url"] + service["service_path"], prefix=prefix)["result"]
        for one in found[:1]:
            path = service["flyout_service_path"].replace("${id}", quote(one["id"], safe=""))
            flown = self._client.get((service["flyout_service_url"] + path).removeprefix(BASE)).json()
            assert flown["id"] == one["id"]
            assert flown["html"]
        return list(found)

    def preview(self, id_: str) -> str:
        address = self.manifest["preview"]["url"].replace("{{id}}", quote(id_, safe=""))
        response = self._client.get(address.removeprefix(BASE))
        assert response.status_code == 200
        return str(response.text)

    def view(self, id_: str) -> int:
        address = self.manifest["view"]["url"].replace("{{id}}", quote(id_, safe=""))
        return int(self._client.get(address.removeprefix(BASE), headers={"Accept": "text/html"}).status_code)

    def propose(self, type_: str) -> list[str]:
        service = self.manifest["extend"]["propose_properties"]
        found = self._get(service["service_url"] + service["service_path"], type=type_, limit="50")
        return [one["id"] for one in found["properties"]]

    def extend(self, ids: list[str], properties: list[str]) -> Any:
        settings = {one["name"]: str(one["default"]) for one in self.manifest["extend"]["property_settings"]}
        asked = [{"id": id_, "settings": settings} for id_ in properties]
        return self._post("extend", {"ids": ids, "properties": asked})


def test_a_session(client: httpx2.Client) -> None:
    refine = OpenRefine(client, f"{BASE}/reconcile".removeprefix(BASE))
    assert "0.2" in refine.manifest["versions"]
    types = refine.guess_types(NAMES)
    assert "parameter" in types
    assert "parameter" in {one["id"] for one in refine.suggest("type", "para")}
    assert refine.suggest("property", "broader")[0]["id"] == "broader"

    found = refine.reconcile(NAMES, "parameter")
    assert list(found) == list(NAMES)
    assert found["xyzzy"] == []
    best = {name: candidates[0] for name, candidates in found.items() if candidates}
    assert (
        best["Soil moisture"]["id"] == best["humidité du sol"]["id"] == "https://w3id.org/terrafair/ecv/soil-moisture"
    )
    for candidates in found.values():
        assert sum(one["match"] for one in candidates) <= 1

    chosen = refine.suggest("entity", "soil mois")[0]["id"]
    assert "Soil moisture" in refine.preview(chosen)
    assert refine.view("https://w3id.org/terrafair/ecv/ozone") == 200

    proposed = refine.propose("parameter")
    assert {"prefLabel@fr", "broader", "exactMatch"} <= set(proposed)
    ids = [one["id"] for one in best.values()]
    extended = refine.extend(ids, ["prefLabel@fr", "broader"])
    assert [one["id"] for one in extended["meta"]] == ["prefLabel@fr", "broader"]
    assert list(extended["rows"]) == list(dict.fromkeys(ids))
    assert extended["rows"][best["Soil moisture"]["id"]]["prefLabel@fr"] == [{"str": "Humidité du sol"}]
