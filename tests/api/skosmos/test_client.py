"""Every call of the client that other people use, ``skosmos-client`` of PyPI, against a server."""

import pytest
import rdflib
import skosmos_client
from skosmos_client import SkosmosClient

W, ICE = "https://weather.example/", "https://ice.example/"


@pytest.fixture(scope="module")
def skosmos(thesaurus_service: str) -> SkosmosClient:
    return SkosmosClient(f"{thesaurus_service}/rest/v1/")


def test_vocabularies(skosmos: SkosmosClient) -> None:
    assert {entry["id"] for entry in skosmos.vocabularies("fr")} == {"weather", "ice", "wide"}
    assert skosmos.get_vocabulary("weather", lang="fr")["title"] == "Météo"
    assert skosmos.get_vocabulary("weather")["title"] == "Weather"
    with pytest.raises(ValueError, match="Vocabulary id 'nothing' not found"):
        skosmos.get_vocabulary("nothing")


def test_search(skosmos: SkosmosClient) -> None:
    (hit,) = skosmos.search("mistral*", lang="fr", vocabs=["weather"], fields=["broader"])
    assert (hit["uri"], hit["prefLabel"]) == (f"{W}mistral", "Mistral")
    found = skosmos.search("*i*", labellang="fr", vocabs="weather ice", unique=True, maxhits=3, offset=1)
    assert len(found) == 3
    assert [hit["uri"] for hit in skosmos.search("*", lang="en", parent=f"{W}rain")] == [f"{W}line", f"{W}squall"]
    assert [hit["uri"] for hit in skosmos.search("*", lang="en", group=f"{W}movement")] == [f"{W}wind"]
    assert {hit["uri"] for hit in skosmos.search("m*", type_="skos:Collection")} == {f"{W}movement"}


class _GraphOfXml(rdflib.Graph):
    """A graph as the client knows it: RDF/XML unless another form is named, as rdflib had it until version 6."""

    def parse(self, data: bytes) -> rdflib.Graph:  # type: ignore[override]
        return super().parse(data=data, format="xml")


def test_data(skosmos: SkosmosClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skosmos_client.rdflib, "Graph", _GraphOfXml)
    for graph in (skosmos.data(f"{W}mistral"), skosmos.data(f"{W}mistral", vocid="weather")):
        labels = set(graph.objects(rdflib.URIRef(f"{W}mistral"), rdflib.SKOS.prefLabel))
        assert labels == {rdflib.Literal("Mistral", lang="fr")}


def test_types(skosmos: SkosmosClient) -> None:
    for types in (skosmos.types("en"), skosmos.types("en", vocid="weather")):
        assert {"uri": "http://www.w3.org/2004/02/skos/core#Concept", "label": "Concept"} in types


def test_top_concepts(skosmos: SkosmosClient) -> None:
    assert [top["label"] for top in skosmos.top_concepts("weather", lang="en")] == ["rain", "wind"]
    assert [top["uri"] for top in skosmos.top_concepts("weather", scheme=f"{W}regional")] == [f"{W}mistral"]
    with pytest.raises(ValueError, match="not found"):
        skosmos.top_concepts("nothing")


def test_lookup(skosmos: SkosmosClient) -> None:
    assert [hit["uri"] for hit in skosmos.lookup("weather", "squall", lang="en")] == [f"{W}squall"]
    with pytest.raises(ValueError, match="Could not find label"):
        skosmos.lookup("weather", "nonsense")


def test_groups(skosmos: SkosmosClient) -> None:
    assert {group["prefLabel"] for group in skosmos.groups("weather", lang="en")} >= {"Movement", "Nothing"}
    with pytest.raises(ValueError, match="not found"):
        skosmos.groups("nothing")


def test_concepts(skosmos: SkosmosClient) -> None:
    squall = skosmos.get_concept("weather", f"{W}squall")
    assert (squall.label(), squall.label("fr")) == ("squall", "grain")
    assert [one["prefLabel"] for one in squall.broader("en")] == ["rain", "wind"]
    assert set(squall.broaderTransitive("en")) == {f"{W}squall", f"{W}wind", f"{W}rain"}
    assert len(squall.broaderTransitive("en", limit=2)) == 2
    assert [one["uri"] for one in squall.narrower()] == [f"{W}line"]
    assert set(squall.narrowerTransitive(limit=10)) == {f"{W}squall", f"{W}line"}
    assert squall.related() == []
    assert skosmos.get_concept("weather", f"{W}bise").related("fr") == [{"uri": f"{W}mistral", "prefLabel": "Mistral"}]
