"""Two small vocabularies of our own with everything that the API tells, served."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.settings import Settings
from catalogue.generation import Generations
from tests.holdings import held, statements, written
from tests.published import serve
from vocab.concept import Concept
from vocab.library import in_memory
from vocab.loader import Holding
from vocab.registry import Vocabulary

WEATHER_BASE, ICE_BASE, WIDE_BASE = "https://weather.example/", "https://ice.example/", "https://wide.example/"


def vocabulary(id_: str, base: str, titles: dict[str, str]) -> Vocabulary:
    return Vocabulary(id_, titles, None, f"{base}scheme", base, ("en", "fr"), "", "Somebody", base, "theme")


WEATHER = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix iso: <http://purl.org/iso25964/skos-thes#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://weather.example/> .

:scheme a skos:ConceptScheme ; skos:prefLabel "Weather words"@en, "Mots de la météo"@fr ; dct:title "Weather"@en .
:regional a skos:ConceptScheme ; rdfs:label "Regional winds"@en .
:Breeze a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "Breeze"@en, "Brise"@fr .

:wind a skos:Concept ; skos:prefLabel "wind"@en, "vent"@fr ; skos:altLabel "moving air"@en ; skos:notation "W" ;
    skos:inScheme :scheme ; skos:topConceptOf :scheme ; dct:created "2020-01-05"^^xsd:date .
:rain a skos:Concept ; skos:prefLabel "rain"@en, "pluie"@fr ; skos:inScheme :scheme ; skos:topConceptOf :scheme ;
    dct:created "2021-03-01"^^xsd:date ; dct:modified "2024-05-06T07:08:09+02:00"^^xsd:dateTime .
:mistral a skos:Concept, :Breeze ; skos:prefLabel "Mistral"@fr ; skos:hiddenLabel "mistrau"@fr ; skos:broader :wind ;
    skos:related :bise ; skos:inScheme :scheme, :regional ; skos:topConceptOf :regional ; skos:notation "W1" ;
    skos:definition "A cold northerly wind."@en, "Vent froid du nord."@fr ; dct:created "2022-02-02"^^xsd:date ;
    skos:exactMatch <https://ice.example/mistral> ; skos:closeMatch <https://elsewhere.example/mistral> .
:bise a skos:Concept ; skos:prefLabel "bise"@fr, "Bise wind"@en-GB ; skos:altLabel "Bise"@en, "vent d'été"@fr ;
    skos:broader :wind ; skos:inScheme :scheme ; dct:modified "2023-01-01"^^xsd:date .
:squall a skos:Concept ; skos:prefLabel "squall"@en, "grain"@fr ; skos:broader :wind, :rain ; skos:inScheme :scheme .
:line a skos:Concept ; skos:prefLabel "line squall"@en, "ligne de grains"@fr ; skos:broader :squall ;
    skos:inScheme :scheme .
:gust a skos:Concept ; skos:prefLabel "gust"@en, "rafale"@fr ; owl:deprecated true ; dct:isReplacedBy :squall ;
    skos:inScheme :scheme ; dct:modified "2025-01-01"^^xsd:date .
:ninety a skos:Concept ; skos:prefLabel "90 knots"@en ; skos:inScheme :scheme .
:odd a skos:Concept ; skos:prefLabel "(odd) *star*"@en ; skos:inScheme :scheme .
:round a skos:Concept ; skos:prefLabel "round"@en ; skos:broader :about ; skos:inScheme :scheme .
:about a skos:Concept ; skos:prefLabel "about"@en ; skos:broader :round ; skos:inScheme :scheme .

:movement a skos:Collection, iso:ConceptGroup ; skos:prefLabel "Movement"@en, "Mouvement"@fr ; skos:notation "M" ;
    skos:member :wind, :gust, :fast .
:fast a skos:Collection, iso:ConceptGroup ; skos:prefLabel "Fast movement"@en ; skos:member :squall .
:empty a skos:Collection, iso:ConceptGroup ; skos:prefLabel "Nothing"@en .
"""

ICE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://ice.example/> .
:scheme a skos:ConceptScheme .
:ice a skos:Concept ; skos:prefLabel "ice"@en, "glace"@fr, "Eis"@de ; skos:inScheme :scheme .
:mistral a skos:Concept ; skos:prefLabel "Mistral"@en, "mistral"@fr ; skos:notation "I1" ; skos:inScheme :scheme .
:hail a skos:Concept ; skos:prefLabel "Hagel"@de, "grandine"@it ; skos:inScheme :scheme ; skos:broader :ice .
"""


def holdings() -> list[Holding]:
    wide = vocabulary("wide", WIDE_BASE, {"en": "Wide"})
    concepts = [
        Concept(
            f"<{WIDE_BASE}{n:04}>",
            "wide",
            {"en": f"leaf {n}", "fr": f"feuille {n}"} if n else {"en": "root"},
            broader=(f"<{WIDE_BASE}0000>",) if n else (),
        )
        for n in range(1200)
    ]
    return [
        written(vocabulary("weather", WEATHER_BASE, {"en": "Weather", "fr": "Météo"}), WEATHER),
        written(vocabulary("ice", ICE_BASE, {"en": "Ice"}), ICE),
        held(wide, [triple for concept in concepts for triple in statements(concept)]),
    ]


@pytest.fixture(scope="session")
def thesauri(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose generation has these vocabularies; that of ice was loaded on a day that is told."""
    data = tmp_path_factory.mktemp("thesauri") / "data"
    shutil.copytree(published, data)
    index = Generations(data / "generations").current().vocabulary
    index.unlink()
    dated = [
        replace(one, edition=replace(one.edition, loaded="2026-03-04T05:06:07Z")) if one.vocabulary.id == "ice" else one
        for one in holdings()
    ]
    in_memory(dated).write_index(index)
    return data


@pytest.fixture(scope="session")
def thesaurus_service(thesauri: Path) -> Iterator[str]:
    """The address of a server over them."""
    with serve(Settings(data=thesauri, query_workers=1)) as address:
        yield address


@pytest.fixture(scope="session")
def api(thesaurus_service: str) -> Iterator[httpx2.Client]:
    """A client of their interface that follows no redirects."""
    with httpx2.Client(base_url=f"{thesaurus_service}/rest/v1/", timeout=30) as made:
        yield made


@pytest.fixture(scope="session")
def ask(api: httpx2.Client) -> Callable[..., dict[str, Any]]:
    """Asks for an answer: ``ask("weather/broader", uri=…)``."""

    def asking(path: str, **parameters: Any) -> dict[str, Any]:
        response = api.get(path, params=parameters)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    return asking
