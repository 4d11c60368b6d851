import httpx2
import pytest

from api.query import SearchParameters
from api.sparql_examples import _FACET_PATHS, HEAT_WAVE, TONGA, examples, search_as_sparql
from api.texts import LANGUAGES, Reader
from catalogue.search import FACETS, Query, Search

BASE = "http://catalogue.test"
REVERSED = "SPOT67_FRANCE_2022_OCCITANIE"
"""In the name of a sample whose period is reversed, which the search index reads the right way round."""


def found(client: httpx2.Client, query: str) -> set[str]:
    answer = client.get("/sparql", params={"query": query, "format": "json"})
    assert answer.status_code == 200, answer.text
    datasets = (row["dataset"]["value"] for row in answer.json()["results"]["bindings"])
    return {dataset for dataset in datasets if REVERSED not in dataset}


def searched(index: Search, query: Query) -> set[str]:
    return {hit.dataset for hit in index.find(query).hits if REVERSED not in hit.dataset}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_finds_something(client: httpx2.Client, language: str) -> None:
    for example in examples(Reader(language), BASE):
        answer = client.get("/sparql", params={"query": example.query})
        assert answer.status_code == 200, answer.text
        assert len(answer.text.splitlines()) > 3 or answer.json()["results"]["bindings"], example.name


@pytest.mark.parametrize(
    "parameters",
    [
        TONGA,
        HEAT_WAVE,
        SearchParameters(bbox="170,-30,-170,0"),
        SearchParameters(bbox="-180,-90,180,90", begin="1995", end="2005"),
        SearchParameters(begin="2022-06"),
        SearchParameters(end="1990"),
    ],
)
def test_place_and_time_mean_the_same_as_in_the_search(
    client: httpx2.Client, index: Search, parameters: SearchParameters
) -> None:
    asked = SearchParameters(bbox=parameters.bbox, begin=parameters.begin, end=parameters.end, size=100)
    assert found(client, search_as_sparql(asked, BASE)) == searched(index, asked.query())


@pytest.mark.parametrize("facet", ["hub", *_FACET_PATHS])
def test_a_facet_means_the_same_as_in_the_search(client: httpx2.Client, index: Search, facet: str) -> None:
    for count in index.find(Query()).facets[facet][:3]:
        asked = SearchParameters(facets={facet: (count.value,)}, size=100)
        assert found(client, search_as_sparql(asked, BASE)) == searched(index, asked.query())


def test_facets_are_those_of_the_search() -> None:
    assert set(_FACET_PATHS) < set(FACETS)


def test_what_people_type_cannot_end_a_literal_or_an_iri(client: httpx2.Client) -> None:
    words = '"))} DROP ALL # \\ \n <x> {?a ?b ?c}'
    asked = SearchParameters(
        q=words, concept="http://x> ?o } INSERT {", facets={"hub": ("a> }",), "format": ("not an iri",)}
    )
    assert found(client, search_as_sparql(asked, BASE)) == set()


def test_a_box_across_the_antimeridian_is_not_the_rest_of_the_world(client: httpx2.Client) -> None:
    pacific = found(client, search_as_sparql(SearchParameters(bbox="175,-25,-170,-15"), BASE))
    europe = found(client, search_as_sparql(SearchParameters(bbox="6,44,8,46"), BASE))
    assert pacific - europe
    assert europe - pacific
