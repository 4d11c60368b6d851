from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from api.reconciliation.service import Service
from api.texts import Reader
from tests.holdings import written
from vocab.index import VocabularyIndex
from vocab.library import in_memory
from vocab.registry import Vocabulary

WATER = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <http://example.org/water/> .
<http://example.org/water> a skos:ConceptScheme .
:water a skos:Concept ; skos:prefLabel "Water"@en, "Eau"@fr ; skos:notation "W1" ;
  skos:definition "What seas are made of."@en, "Ce dont sont faites les mers."@fr .
:sea a skos:Concept ; skos:prefLabel "Sea water"@en, "Eau de mer"@fr ; skos:altLabel "Brine"@en ; skos:broader :water ;
  skos:exactMatch <http://example.org/things/sea> ; dct:created "2020-02-03" ; dct:modified "2021-04-05T06:07:08Z" .
:deep a skos:Concept ; skos:prefLabel "Deep water"@en ; skos:broader :sea ; skos:related :ice .
:ice a skos:Concept ; skos:prefLabel "Ice"@en, "Glace"@fr ; skos:broader :water .
:old a skos:Concept ; skos:prefLabel "Frozen water"@en ; owl:deprecated true ; dct:isReplacedBy :ice .
"""
THINGS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/things/> .
<http://example.org/things> a skos:ConceptScheme .
:ice a skos:Concept ; skos:prefLabel "ICE"@en .
:sea a skos:Concept ; skos:prefLabel "The sea <script>"@en .
:buoy a skos:Concept ; skos:prefLabel "Sea-water buoy"@en .
"""


def vocabulary(id_: str, facet: str) -> Vocabulary:
    titles, scheme = {"en": f"The {id_}", "fr": f"Les {id_}"}, f"http://example.org/{id_}"
    return Vocabulary(id_, titles, None, scheme, f"{scheme}/", ("en", "fr"), "", "", "", facet)


@pytest.fixture(scope="session")
def index() -> Iterator[VocabularyIndex]:
    """Two small vocabularies: ``water`` of parameters, ``things`` of platforms."""
    held = [written(vocabulary("water", "parameter"), WATER), written(vocabulary("things", "platform"), THINGS)]
    made = in_memory(held).index()
    yield made
    made.close()


@pytest.fixture
def everything(index: VocabularyIndex) -> Service:
    return Service(index, "http://catalogue.test", None, Reader("en"))


@pytest.fixture
def water(index: VocabularyIndex) -> Service:
    return Service(index, "http://catalogue.test", index.vocabulary("water"), Reader("fr"))


@pytest.fixture(scope="session")
def specification(shared: Path) -> Path:
    """The schemas and examples of the specification."""
    return shared / "data" / "schemas" / "reconciliation-0.2"


@pytest.fixture(scope="session")
def validator(specification: Path) -> Callable[[str], Draft7Validator]:
    """The validator of a schema of the specification, by its name."""
    schemas = {path.stem: orjson.loads(path.read_bytes()) for path in (specification / "schemas").glob("*.json")}
    resources = [(schema["$id"], DRAFT7.create_resource(schema)) for schema in schemas.values()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return lambda name: Draft7Validator(schemas[name], registry=registry)


Send = Callable[..., httpx2.Response]


@pytest.fixture
def send(client: httpx2.Client) -> Send:
    """Send a batch as the form that clients send, ``send(batch, at="/reconcile/ecv")``."""

    def sent(batch: Any, at: str = "/reconcile", field: str = "queries") -> httpx2.Response:
        return client.post(at, data={field: orjson.dumps(batch).decode()})

    return sent
