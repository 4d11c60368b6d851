from collections.abc import Iterator, Mapping

import pytest

from api.address import is_web_address, link, short_name
from api.dataset_view import DatasetView, dataset_view, kind_key
from api.fact import coordinates
from api.finding_view import finding_groups
from api.naming import Naming
from api.statements import Statements, parse_ntriples
from api.texts import MetadataText, Reader
from catalogue.document import Box
from catalogue.search import StoredFinding
from vocab.index import VocabularyIndex
from vocab.library import own_library
from vocab.namespace import (
    ADMS,
    DCAT,
    DCTERMS,
    DQV,
    FOAF,
    GEODCATAP,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VCARD,
)
from vocab.term import Triple, iri, literal, ntriples

BASE = "https://catalogue.test"
D = iri(f"{BASE}/dataset/aeris/one")
R = iri(f"{BASE}/record/aeris/one")
HOSTILE = "<script>alert(1)</script>"


def node(path: str) -> str:
    return iri(f"{BASE}/dataset/aeris/one/{path}")


@pytest.fixture(scope="module")
def vocabulary() -> Iterator[VocabularyIndex]:
    index = own_library().index()
    yield index
    index.close()


def titles(iri_: str) -> Mapping[str, str]:
    return {"fr": "La série"} if iri_.endswith("/series") else {}


def view(vocabulary: VocabularyIndex, *triples: Triple, language: str = "en") -> DatasetView:
    naming = Naming(Statements(triples), Reader(language), vocabulary, titles, BASE)
    return dataset_view(D[1:-1], R[1:-1], naming)


def facts(made: DatasetView) -> dict[str, list[str]]:
    return {fact.name: [item.text for item in fact.items] for group in made.groups for fact in group.facts}


def test_what_is_written_as_ntriples_is_read_back() -> None:
    triples = [(D, DCTERMS.title, literal('a "b" . \n c', language="en")), (D, DCTERMS.source, iri("urn:x"))]
    assert list(parse_ntriples(ntriples(triples))) == triples


def test_title_and_abstract_by_language(vocabulary: VocabularyIndex) -> None:
    said = (
        (D, DCTERMS.title, literal("Ozone profiles", language="en")),
        (D, DCTERMS.title, literal("Profils d'ozone", language="fr")),
        (D, DCTERMS.description, literal("Depuis 1994.", language="fr")),
    )
    english, french = view(vocabulary, *said), view(vocabulary, *said, language="fr")
    assert english.title == MetadataText("Ozone profiles")
    assert english.other_titles == (MetadataText("Profils d'ozone", "fr"),)
    assert english.abstract == MetadataText("Depuis 1994.", "fr")
    assert french.title == MetadataText("Profils d'ozone")
    assert french.abstract == MetadataText("Depuis 1994.")


def test_an_empty_record_has_a_title_nevertheless(vocabulary: VocabularyIndex) -> None:
    made = view(vocabulary)
    assert made.title.text == "dataset/aeris/one"
    assert [made.groups, made.distributions, made.themes, made.boxes] == [(), (), (), ()]


def test_facts_are_in_the_readers_words(vocabulary: VocabularyIndex) -> None:
    agent, contact, period, place = (node(name) for name in ("agent", "contact", "period", "place"))
    licence = iri("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0")
    made = view(
        vocabulary,
        (D, DCTERMS.publisher, agent),
        (agent, FOAF.name, literal("AERIS")),
        (agent, FOAF.mbox, iri("mailto:contact@aeris.example")),
        (D, DCAT.contactPoint, contact),
        (contact, VCARD.fn, literal("Data desk")),
        (contact, VCARD.hasURL, iri("https://aeris.example/desk")),
        (D, DCTERMS.temporal, period),
        (period, DCAT.startDate, literal("2022-01-01")),
        (D, DCTERMS.spatial, place),
        (place, SKOS.prefLabel, literal("Europe", language="en")),
        (place, DCAT.bbox, literal("POLYGON((6.5 48.5,10.8 48.5,10.8 51.6,6.5 51.6,6.5 48.5))")),
        (D, DCAT.spatialResolutionInMeters, literal("1300.50")),
        (D, DQV.hasQualityMeasurement, node("m")),
        (node("m"), DQV.isMeasurementOf, GEODCATAP.spatialResolutionAsScale),
        (node("m"), DQV.value, literal("0.000004")),
        (D, DCTERMS.license, licence),
        (D, DCAT.inSeries, iri(f"{BASE}/dataset/aeris/series")),
        (D, DCTERMS.identifier, literal("https://doi.org/10.5072/x")),
        (D, ADMS.identifier, node("id")),
        (node("id"), SKOS.notation, literal("https://doi.org/10.5072/x")),
        (D, DCTERMS.issued, literal("2023-01-10")),
    )
    assert facts(made) == {
        "publisher": ["AERIS"],
        "contact": ["Data desk"],
        "period": ["since 1\u00a0January 2022"],
        "issued": ["10\u00a0January 2023"],
        "place": ["Europe"],
        "extent": ["48.5°\u00a0N – 51.6°\u00a0N, 6.5°\u00a0E – 10.8°\u00a0E"],
        "resolution": ["1,300.5\u00a0m"],
        "scale": ["1:250,000"],
        "licence": ["Creative Commons Attribution 4.0 International"],
        "identifier": ["https://doi.org/10.5072/x"],
        "series": ["La série"],
    }
    items = {fact.name: fact.items[0] for group in made.groups for fact in group.facts}
    assert (items["publisher"].href, items["publisher"].foreign) == ("/dataset/aeris/one/agent", False)
    assert items["publisher"].note == "contact@aeris.example"
    assert (items["contact"].href, items["contact"].foreign) == ("https://aeris.example/desk", True)
    assert items["identifier"].href == "https://doi.org/10.5072/x"
    assert items["series"].language == "fr"
    assert made.boxes == (Box(6.5, 48.5, 10.8, 51.6),)


def test_distributions_show_where_what_and_how_much(vocabulary: VocabularyIndex) -> None:
    made = view(
        vocabulary,
        (D, DCAT.distribution, node("d")),
        (node("d"), DCTERMS.title, literal("Profils", language="fr")),
        (node("d"), DCAT.accessURL, iri("https://data.example/portal")),
        (node("d"), DCAT.downloadURL, iri("https://data.example/a.nc")),
        (node("d"), DCAT.byteSize, literal("512000000")),
        (node("d"), DCTERMS.format, iri("http://publications.europa.eu/resource/authority/file-type/NETCDF")),
        (node("d"), DCAT.accessService, node("s")),
        (node("s"), DCAT.endpointURL, iri("https://data.example/wms")),
        (D, DCAT.distribution, node("e")),
        (node("e"), DCAT.accessURL, iri("ftp://data.example/b")),
    )
    first, second = made.distributions
    assert first.title == MetadataText("Profils", "fr")
    assert first.address is not None
    assert first.address.href == "https://data.example/a.nc"
    assert first.download
    assert (first.formats, first.size) == (("NetCDF",), "512\u00a0MB")
    assert [fact.name for fact in first.facts] == ["endpoint"]
    assert second.address is not None
    assert (second.address.text, second.address.href) == ("ftp://data.example/b", "")


def test_concepts_are_grouped_by_vocabulary_in_the_readers_language(vocabulary: VocabularyIndex) -> None:
    theme = iri("http://inspire.ec.europa.eu/theme/ac")
    made = view(
        vocabulary,
        (D, DCAT.theme, theme),
        (D, DCAT.theme, iri("https://elsewhere.example/concept/7")),
        (iri("https://elsewhere.example/concept/7"), SKOS.prefLabel, literal("cendres", language="fr")),
        (D, PROV.wasGeneratedBy, node("activity")),
        (node("activity"), PROV.used, iri("https://w3id.org/terrafair/platform/commercial-aircraft")),
        (D, DCAT.keyword, literal("Ash", language="en")),
        (D, DCAT.keyword, literal("ash", language="en")),
        (D, DCAT.keyword, literal("cendres", language="fr")),
        language="fr",
    )
    assert [[one.label.text for one in group.concepts] for group in made.themes] == [
        ["Conditions atmosphériques"],
        ["cendres"],
    ]
    assert made.themes[0].vocabulary.text == "Thèmes INSPIRE"
    assert made.themes[0].concepts[0].search == "/search?concept=http%3A%2F%2Finspire.ec.europa.eu%2Ftheme%2Fac"
    assert len(made.observation) == 1
    assert [keyword.text for keyword in made.keywords] == ["cendres"]


def test_provenance_of_the_record(vocabulary: VocabularyIndex) -> None:
    original = iri(f"{R[1:-1]}/original")
    made = view(
        vocabulary,
        (R, DCTERMS.modified, literal("2023-03-15")),
        (R, PROV.wasDerivedFrom, original),
        (original, DCTERMS.source, iri("https://hub.example/oai?verb=GetRecord")),
        (D, DCTERMS.provenance, node("p")),
        (node("p"), RDFS.label, literal("Level 2.", language="en")),
    )
    assert [fact.name for fact in made.provenance] == ["record_modified", "record_source"]
    assert made.lineage == (MetadataText("Level 2."),)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.example/b", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://a.example/b", False),
        ("mailto:a@b.example", False),
        ("http://", False),
        ("http://[", False),
        ("//a.example", False),
        (HOSTILE, False),
    ],
)
def test_only_web_addresses_become_links(address: str, safe: bool) -> None:
    assert is_web_address(address) is safe
    assert bool(link(address, BASE)[0]) is safe


def test_own_addresses_are_relative() -> None:
    assert link(f"{BASE}/agent/x", BASE) == ("/agent/x", False)
    assert link(f"{BASE}.evil.example/agent/x", BASE) == (f"{BASE}.evil.example/agent/x", True)


def test_short_names() -> None:
    assert short_name(f"{BASE}/agent/x", BASE) == "agent/x"
    assert short_name("http://purl.org/dc/terms/title", BASE) == "dct:title"
    assert short_name("https://a.example/b/c#d", BASE) == "a.example/…/d"
    assert short_name("urn:x:y", BASE) == "urn:x:y"


def test_coordinates() -> None:
    assert coordinates(Box(-180, -90, 180, 0), Reader("fr")) == "90°\u00a0S – 0°, 180°\u00a0O – 180°\u00a0E"
    assert coordinates(Box(2.5, 48.0, 2.5, 48.0), Reader("en")) == "48°\u00a0N, 2.5°\u00a0E"


def test_kinds() -> None:
    assert kind_key(DCAT.DatasetSeries[1:-1]) == "series"
    assert kind_key("https://other.example/") == "resource"


def finding(severity: str = "Warning", **changes: object) -> StoredFinding:
    said = {"code": "map.date", "path": "date", "line": 3, "excerpt": HOSTILE, "en": "bad", "fr": "faux", "focus": ""}
    said["repaired"] = ""
    return StoredFinding("map", severity, **{**said, **changes})  # type: ignore[arg-type]


def test_a_repair_shows_the_value_after() -> None:
    (group,) = finding_groups([finding(repaired="2010-01-31")], Reader("en"), BASE)
    assert [place.repaired for place in group.findings[0].occurrences] == ["2010-01-31"]


def test_findings_that_say_the_same_are_one() -> None:
    stored = [finding("Violation"), finding(line=1), finding(line=2), finding(line=2), finding(path="other")]
    violations, warnings = finding_groups(stored, Reader("fr"), BASE)
    assert (violations.severity, violations.number) == ("Violation", 1)
    assert (warnings.severity, warnings.number) == ("Warning", 4)
    first, second = warnings.findings
    assert first.message == "faux"
    assert [place.line for place in first.occurrences] == [1, 2]
    assert second.path == "other"


def test_variables_and_what_has_no_property_are_named_with_their_values(vocabulary: VocabularyIndex) -> None:
    band, cover, level = node("band"), node("cover"), node("level")
    made = view(
        vocabulary,
        (D, SCHEMA.variableMeasured, band),
        (band, SCHEMA.name, literal("B1")),
        (band, SCHEMA.description, literal("Bleu", language="fr")),
        (band, SCHEMA.minValue, literal("0.45")),
        (band, SCHEMA.maxValue, literal("0.52")),
        (band, SCHEMA.unitText, literal("µm")),
        (D, SCHEMA.additionalProperty, cover),
        (cover, SCHEMA.propertyID, iri("https://w3id.org/terrafair/stac#cover")),
        (cover, SCHEMA.value, literal('{"least":1,"kinds":["a","b"]}')),
        (D, SCHEMA.additionalProperty, level),
        (level, SCHEMA.name, literal("processing level", language="en")),
        (level, SCHEMA.value, literal('{"not": {"plain": 1}}')),
    )
    (variable,) = made.variables
    assert (variable.name.text, variable.value) == ("B1", "0.45 – 0.52 µm")
    assert variable.description == MetadataText("Bleu", "fr")
    assert [(one.name.text, one.value) for one in made.properties] == [
        ("cover", "least: 1; kinds: a, b"),
        ("processing level", '{"not": {"plain": 1}}'),
    ]


def test_a_service_is_reached_at_its_endpoint(vocabulary: VocabularyIndex) -> None:
    made = view(
        vocabulary,
        (D, RDF.type, DCAT.DataService),
        (D, DCAT.endpointURL, iri("https://maps.example/wms")),
        (D, DCAT.endpointDescription, iri("https://maps.example/wms?request=GetCapabilities")),
    )
    (access,) = made.distributions
    assert access.address is not None
    assert access.address.href == "https://maps.example/wms"
    assert [fact.name for fact in access.facts] == ["endpoint_description"]
