"""Vocabularies loaded from their publishers and from files, and kept."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.loading import Outcome, documents_in, is_due, load_files, load_published
from harvesters.transport import Settings, Transport
from tests.harvesters.loopback import Answer, Loopback, Request
from vocab.diagnostic import meanings
from vocab.edition import Editions
from vocab.errors import VocabularyError
from vocab.library import open_library
from vocab.registry import Publication, Vocabulary

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
SCHEME = "https://w.example/winds"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def network() -> Iterator[Transport]:
    with Transport(Settings(connect_timeout=2, read_timeout=2, attempts=1, contact="")) as made:
        yield made


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "vocabularies")


def winds(url: str = "", via: str = "document", form: str = "", path: Path | None = None) -> Vocabulary:
    publication = Publication(via, (url,), form) if url else None
    languages = ("en", "fr")
    title = {"en": "Winds", "fr": "Vents"}
    return Vocabulary(
        "winds", title, path, SCHEME, f"{SCHEME}/", languages, "", "Wind", "", "theme", publication=publication
    )


def turtle(number: int, more: str = "") -> bytes:
    concepts = (f'<{SCHEME}/{n}> a skos:Concept ; skos:prefLabel "wind {n}"@en .' for n in range(number))
    return "\n".join((PREFIX, *concepts, more)).encode()


def test_a_publisher_is_asked_again_only_for_what_has_changed(
    server: Loopback, network: Transport, editions: Editions
) -> None:
    content = turtle(4, f'<{SCHEME}> <http://www.w3.org/2002/07/owl#versionInfo> "7" .')

    def answering(request: Request) -> Answer:
        etag = f'"{len(content)}"'
        if request.headers.get("if-none-match") == etag:
            return Answer(b"", 304)
        return Answer(content, media_type="text/turtle", headers={"ETag": etag})

    vocabulary = winds(server.route("/winds.ttl", answering))
    first = load_published(vocabulary, editions, network, NOW)
    assert (first.outcome, first.message) == (Outcome.NEW, "")
    assert first.edition is not None
    assert (first.edition.concepts, first.edition.issued, first.edition.loaded) == (4, "7", NOW.isoformat())
    assert first.edition.documents[0]["etag"]

    later = load_published(vocabulary, editions, network, NOW + timedelta(days=31))
    assert later.outcome is Outcome.CURRENT
    assert later.edition is not None
    assert (later.edition.loaded, later.edition.checked) == (NOW.isoformat(), (NOW + timedelta(days=31)).isoformat())
    assert editions.latest("winds") == later.edition

    assert load_published(vocabulary, editions, network, NOW, force=True).outcome is Outcome.SAME
    content = turtle(5)
    newer = load_published(vocabulary, editions, network, NOW + timedelta(days=62))
    assert newer.outcome is Outcome.NEW
    assert len(editions.all("winds")) == 2


def test_much_less_than_before_is_refused_unless_forced(tmp_path: Path, editions: Editions) -> None:
    file = tmp_path / "winds.ttl"
    file.write_bytes(turtle(10))
    assert load_files(winds(), editions, [file], "", NOW).outcome is Outcome.NEW
    file.write_bytes(turtle(4))
    refused = load_files(winds(), editions, [file], "", NOW + timedelta(days=1))
    assert (refused.outcome, refused.fewer) == (Outcome.REFUSED, (4, 10))
    assert refused.edition == editions.latest("winds")
    file.write_bytes(turtle(5))
    assert load_files(winds(), editions, [file], "", NOW + timedelta(days=2)).outcome is Outcome.NEW
    file.write_bytes(turtle(1))
    assert load_files(winds(), editions, [file], "", NOW + timedelta(days=3), force=True).outcome is Outcome.NEW


def test_an_excerpt_that_comes_with_the_service_is_what_was_before(tmp_path: Path, editions: Editions) -> None:
    own, file = tmp_path / "own.ttl", tmp_path / "winds.ttl"
    own.write_bytes(turtle(10))
    file.write_bytes(turtle(2))
    assert load_files(winds(path=own), editions, [file], "", NOW).fewer == (2, 10)


@pytest.mark.parametrize("content", [b"", b"<html><body>Sorry</body></html>", b"\x1f\x8bxx", b"PK\x03\x04xx"])
def test_what_is_no_vocabulary_fails_and_is_named(content: bytes, tmp_path: Path, editions: Editions) -> None:
    file = tmp_path / "winds.ttl"
    file.write_bytes(content)
    done = load_files(winds(), editions, [file], "turtle", NOW)
    assert done.outcome is Outcome.FAILED
    assert "winds" in done.message
    assert editions.latest("winds") is None


def test_a_publisher_who_does_not_answer_leaves_the_edition_before(
    server: Loopback, network: Transport, editions: Editions
) -> None:
    vocabulary = winds(server.route("/winds.ttl", Answer(turtle(3)), Answer(b"no", 500)))
    edition = load_published(vocabulary, editions, network, NOW).edition
    failed = load_published(vocabulary, editions, network, NOW)
    assert (failed.outcome, failed.edition) == (Outcome.FAILED, edition)
    assert "500" in failed.message


def test_pages_that_add_up_are_no_part_of_a_vocabulary(
    server: Loopback, network: Transport, editions: Editions
) -> None:
    page = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:gcmd="https://gcmd.earthdata.nasa.gov/kms#">'
        "<gcmd:gcmd><gcmd:hits>{hits}</gcmd:hits><gcmd:page_num>{number}</gcmd:page_num>"
        "<gcmd:page_size>2000</gcmd:page_size></gcmd:gcmd>"
        '<skos:Concept rdf:about="https://w.example/{number}"><skos:prefLabel xml:lang="en">W</skos:prefLabel>'
        "</skos:Concept></rdf:RDF>"
    )

    def answering(request: Request) -> Answer:
        return Answer(page.format(hits=request.headers.get("x", "2002"), number=request.query["page_num"]).encode())

    lacking = load_published(winds(server.route("/kms", answering), "kms", "gcmd-rdf"), editions, network, NOW)
    assert lacking.edition is not None
    # two pages of one concept each, of which KMS says that they have 2,002
    assert lacking.edition.findings["vocabulary.truncated"] == 1
    (told,) = (one["en"] for one in lacking.edition.examples if one["code"] == "vocabulary.truncated")
    assert told.endswith("2 / 2002.")


def test_what_is_due(editions: Editions, tmp_path: Path) -> None:
    vocabulary = winds("https://w.example/winds.ttl")
    assert is_due(vocabulary, None, NOW)
    assert not is_due(winds(), None, NOW)
    (tmp_path / "winds.ttl").write_bytes(turtle(2))
    edition = load_files(vocabulary, editions, [tmp_path / "winds.ttl"], "", NOW).edition
    assert edition is not None
    assert not is_due(vocabulary, edition, NOW + timedelta(days=29))
    assert is_due(vocabulary, edition, NOW + timedelta(days=30))
    assert not is_due(
        vocabulary, editions.confirm(edition, (NOW + timedelta(days=20)).isoformat()), NOW + timedelta(30)
    )


def test_folders_and_packed_files(tmp_path: Path, editions: Editions) -> None:
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    (folder / "b.ttl").write_bytes(turtle(2))
    (folder / "below" / "a.ttl.gz").write_bytes(gzip.compress(turtle(3)))
    (folder / ".hidden.ttl").write_bytes(b"nonsense")
    (folder / "README.md").write_text("nonsense")
    assert [one.name for one in documents_in([folder])] == ["in/b.ttl", "below/a.ttl.gz"]
    edition = load_files(winds(), editions, [folder], "", NOW).edition
    assert edition is not None
    assert edition.concepts == 3
    (tmp_path / "empty").mkdir()
    with pytest.raises(VocabularyError, match="empty"):
        list(documents_in([tmp_path / "empty"]))


def test_blank_nodes_of_two_documents_are_not_the_same(tmp_path: Path, editions: Editions) -> None:
    for name in ("a", "b"):
        text = f'{PREFIX}<{SCHEME}/{name}> a skos:Concept ; skos:note _:n . _:n skos:example "{name}" .'
        (tmp_path / f"{name}.ttl").write_text(text)
    edition = load_files(winds(), editions, [tmp_path / "a.ttl", tmp_path / "b.ttl"], "", NOW).edition
    assert edition is not None
    lines = [line.decode() for line in editions.lines(edition)]
    examples = {line.split()[0]: line.split()[2] for line in lines if "core#example" in line}
    notes = {line.split()[0]: examples[line.split()[2]] for line in lines if "core#note>" in line}
    assert notes == {f"<{SCHEME}/{name}>": f'"{name}"' for name in ("a", "b")}


def test_what_the_terms_of_skos_are_called_is_no_part_of_a_vocabulary(tmp_path: Path, editions: Editions) -> None:
    file = tmp_path / "winds.ttl"
    file.write_bytes(turtle(2, 'skos:broader skos:prefLabel "has broader"@en .'))
    edition = load_files(winds(), editions, [file], "", NOW).edition
    assert edition is not None
    assert b"has broader" not in b"".join(editions.lines(edition))


def test_what_was_translated_and_matched_here_stays_with_an_edition_of_the_publisher(
    tmp_path: Path, editions: Editions
) -> None:
    own, file = tmp_path / "own.ttl", tmp_path / "winds.ttl"
    own.write_text(
        f'{PREFIX}<{SCHEME}/0> a skos:Concept ; skos:prefLabel "old"@en, "vent"@fr ; skos:hiddenLabel "blast"@en ;\n'
        f'skos:definition "ours"@en ; skos:exactMatch <https://other.example/wind> .\n'
        f'<{SCHEME}/gone> a skos:Concept ; skos:prefLabel "gone"@en, "parti"@fr .'
    )
    file.write_bytes(turtle(3))
    edition = load_files(winds(path=own), editions, [file], "", NOW).edition
    assert edition is not None
    library = open_library(editions, tmp_path / "work", [winds(path=own)])
    index = library.index()
    wind = index.resource(f"{SCHEME}/0")
    assert wind is not None
    assert wind.labels == {"en": "wind 0", "fr": "vent"}
    assert index.cited(SCHEME) == ["winds"]
    assert [match.object for match in index.mappings_from(f"{SCHEME}/0")] == ["https://other.example/wind"]
    assert index.resource(f"{SCHEME}/gone") is None
    said = b"".join(editions.lines(edition))
    assert b'"blast"@en' in said
    assert b"ours" not in said


DIRTY = {
    "dirty.ttl": f"""{PREFIX}@prefix owl: <http://www.w3.org/2002/07/owl#> .
<{SCHEME}/a> a skos:Concept ; skos:prefLabel "" , "  a   wind "@en ; owl:deprecated "true" ; skos:broader <{SCHEME}/b> .
<{SCHEME}/b> a skos:Concept ; owl:deprecated "perhaps" ; skos:broader <{SCHEME}/a> ; skos:related <javascript:x> .
<{SCHEME}/c> skos:prefLabel "c"@en ; skos:broader <{SCHEME}/a> ; skos:inScheme <{SCHEME}> .
<{SCHEME}/d> a skos:Concept ; skos:note _:x . _:x skos:note _:y . _:y skos:note _:x .
<{SCHEME}/e> skos:prefLabel this is no statement .
<{SCHEME}/f> a skos:Concept .
""",
    "spaces.nt": f'<{SCHEME}/g h> <http://www.w3.org/2004/02/skos/core#prefLabel> "g h"@en .\n',
    "paths.rdf": f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:gml="http://www.opengis.net/gml#">
 <skos:Concept rdf:about="{SCHEME}/p"><skos:prefLabel xml:lang="en">/Air/sea</skos:prefLabel></skos:Concept>
</rdf:RDF>""",
    "page.rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:gcmd="https://gcmd.earthdata.nasa.gov/kms#">
 <gcmd:gcmd><gcmd:hits>9</gcmd:hits></gcmd:gcmd>
 <skos:Concept rdf:about="https://w.example/q"><skos:prefLabel xml:lang="en">q</skos:prefLabel></skos:Concept>
</rdf:RDF>""",
    "keywords.csv": """"Keyword Version: 9","Revision: 2020","Terms Of Use: http://t.example/","see https://w.example/x"
Category,Class,Short_Name,Long_Name,UUID
"COLD","FALL WIND","Bora","Wind of the Karst","22222222-aaaa-bbbb-cccc-222222222222"
"COLD","","","","11111111-aaaa-bbbb-cccc-111111111111"
"COLD","FALL WIND","BORA","STORM","","33333333-aaaa-bbbb-cccc-333333333333"
"COLD","","","","not a UUID"
""",
    "deprecated.csv": """table,url,name,status,date
1-04-02,http://codes.wmo.int/wmdr/ObservedLayer/12,Karst,invalid,FT2023-2
2-01,http://codes.wmo.int/wmdr/ApplicationArea/oceanWind,Karst,retired,FT2025-1
""",
    "names.xml": """<standard_name_table><version_number>1</version_number>
<entry id="wind"><description>w</description></entry>
<alias id="breeze"><entry_id>storm</entry_id></alias></standard_name_table>""",
    "solid.csv": "ConceptScheme URI,https://w.example/solid\n"
    "URI,skos:prefLabel@en,skos:prefLabel@fr,skos:narrower,skos:broader\n"
    'https://w.example/solid/a,a,a,,"https://w.example/solid/b, https://w.example/solid/c"\n'
    "https://w.example/solid/b,b,b,https://w.example/solid/a,\n",
    "iadopt/property.csv": "@id,rdfs:label\nhttps://w.example/i,Ã…ngstrÃ¶m\n",
}
"""Documents that together have everything that can be amiss."""


def test_dirty_files_load_as_far_as_they_can_with_every_finding(tmp_path: Path, editions: Editions) -> None:
    folder = tmp_path / "dirty"
    for name, text in DIRTY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "latin.csv").write_bytes("notation,name\nföhn,Föhn\n".encode("cp1252"))
    done = load_files(winds(), editions, [folder], "", NOW)
    assert done.edition is not None, done.message
    codes = {code for code in meanings() if code.startswith("vocabulary.")}
    assert codes - set(done.edition.findings) == set()
    assert set(done.edition.findings) <= codes
    assert {one["code"] for one in done.edition.examples} == codes
    assert all(one["en"] and one["fr"] and one["severity"] for one in done.edition.examples)
    assert editions.latest("winds") == done.edition
    index = open_library(editions, tmp_path / "work", [winds()]).index()
    assert index.resource(f"{SCHEME}/g%20h") is not None
