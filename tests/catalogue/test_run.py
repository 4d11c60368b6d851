import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

import catalogue.refinery
import catalogue.run
from catalogue.archive import Archive
from catalogue.errors import RunStoppedError, WorkspaceBusyError
from catalogue.generation import Generation
from catalogue.ledger import Counts, Outcome
from catalogue.progress import Silent
from catalogue.run import RunReport, Settings, run
from catalogue.search import Search
from catalogue.workspace import Workspace
from harvesters.errors import ConfigurationError
from harvesters.hub import Source, load_hubs, select
from samples import SAMPLES
from samples.hubs import write_hubs
from samples.server import serve_samples
from tests.catalogue.conftest import BASE, Station, ask, datasets
from tests.catalogue.records import iso, item
from vocab.library import Library

Find = Callable[..., set[str]]


def refined(report: RunReport) -> tuple[int, int, int]:
    return report.refined.refined, report.refined.refused, report.refined.removed


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path, RunReport]]:
    """The sample hubs, still served, after a first run over all of them."""
    folder = tmp_path_factory.mktemp("samples")
    with serve_samples(SAMPLES) as url:
        write_hubs(url, folder / "hubs.toml", SAMPLES)
        hubs = load_hubs(folder / "hubs.toml")
        workspace = Workspace(folder / "data")
        yield workspace, folder / "hubs.toml", run(workspace, hubs, select(hubs, ()), Settings(BASE, 2), Silent())


def test_the_sample_hubs_become_one_catalogue(sampled: tuple[Workspace, Path, RunReport]) -> None:
    workspace, hubs_file, report = sampled
    assert not report.failed
    assert refined(report) == (100, 0, 0)
    assert report.generation.manifest.records == 100
    by_hub = Search(report.generation).hubs()
    assert set(by_hub) == {"aeris", "formater", "odatis", "theia", "dinamis"}
    assert sum(counts["records"] for counts in by_hub.values()) == len(datasets(report.generation)) == 100
    hubs = load_hubs(hubs_file)
    again = run(workspace, hubs, select(hubs, ()), Settings(BASE), Silent())
    assert all(s.counts == Counts(unchanged=s.counts.unchanged, bytes=s.counts.bytes) for s in again.sources)
    assert refined(again) == (0, 0, 0)
    one, two = report.generation.manifest, again.generation.manifest
    assert (one.records, one.triples, one.findings) == (two.records, two.triples, two.findings)
    assert Station(hubs_file.parent / "beside").flaws() == []


def test_only_the_sources_that_are_named_are_harvested(station: Station) -> None:
    other = Source("sea", "files", "folder", str(station.root / "sea"))
    shutil.copytree(station.write("a.xml").parent, other.url)
    station.sources.append(other)
    assert [s.source.hub for s in station.run(station.sources[:1]).sources] == ["land"]
    assert datasets(station.run().generation) == {"land/a", "sea/a"}


def test_full_refines_everything_again(station: Station) -> None:
    station.write("a.xml")
    station.write("b.xml", "<broken")
    assert refined(station.run()) == (1, 1, 0)
    assert refined(station.run()) == (0, 0, 0)
    assert refined(station.run(full=True)) == (1, 1, 0)
    assert station.flaws() == []


def test_what_changes_is_refined_and_what_goes_is_removed(station: Station, search: Find) -> None:
    for number in range(10):
        station.write(f"{number}.xml", iso(f"r{number}", f"glacier {number}"))
    station.run()
    station.write("3.xml", iso("r3", "volcano 3"))
    (station.folder / "4.xml").unlink()
    report = station.run()
    assert refined(report) == (1, 0, 1)
    assert search(report.generation, "volcano") == {"land/r3"}
    assert "land/r4" not in search(report.generation, "glacier") | datasets(report.generation)
    assert len(datasets(report.generation)) == 9
    station.write("4.xml", iso("r4", "glacier 4"))
    assert "land/r4" in search(station.run().generation, "glacier")
    assert station.flaws() == []


def test_a_hub_that_is_down_fails_alone(station: Station) -> None:
    station.write("a.xml")
    station.run()
    down = replace(station.sources[0], name="down", url=str(station.root / "nowhere"))
    station.sources = [down, *station.sources]
    report = station.run()
    assert report.failed
    assert [s.outcome for s in report.sources] == [Outcome.FAILED, Outcome.COMPLETE]
    assert "nowhere" in report.sources[0].message
    assert report.generation.manifest.records == 1
    shutil.rmtree(station.folder)
    report = station.run()
    assert [s.outcome for s in report.sources] == [Outcome.FAILED, Outcome.FAILED]
    assert datasets(report.generation) == {"land/a"}


def test_an_empty_listing_deletes_nothing_and_says_so(station: Station) -> None:
    path = station.write("a.xml")
    station.run()
    path.unlink()
    report = station.run()
    assert "1 records are no longer listed" in report.sources[0].message
    assert datasets(report.generation) == {"land/a"}


def test_a_record_that_becomes_broken_keeps_its_last_good_graph(station: Station, search: Find) -> None:
    station.write("a.xml", iso("a", "glacier"))
    station.run()
    station.write("a.xml", "<record>\n</oops>")
    report = station.run()
    assert refined(report) == (0, 1, 0)
    assert search(report.generation, "glacier") == datasets(report.generation) == {"land/a"}
    opened = Search(report.generation)
    detail = opened.record(dataset=f"{BASE}/dataset/land/a")
    assert detail is not None
    assert detail.stale
    assert [(finding.code, finding.line) for finding in opened.findings(detail.id)] == [("parse.xml", 2)]
    assert opened.refused()[0][:3] == ("land", "files", "a.xml")
    assert refined(station.run()) == (0, 0, 0)
    station.write("a.xml", iso("a", "glacier"))
    assert refined(station.run()) == (1, 0, 0)
    opened = Search(station.generations.current())
    assert (opened.refused(), opened.record(dataset=f"{BASE}/dataset/land/a").stale) == ([], False)  # type: ignore[union-attr]
    assert station.flaws() == []


def test_a_record_refused_in_harvest_and_then_given_again_is_good_again(station: Station) -> None:
    path = station.write("a.xml")
    station.run()
    elsewhere = station.root / "elsewhere.xml"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert refined(station.run()) == (0, 1, 0)
    assert refined(station.run()) == (0, 0, 0)
    assert Search(station.generations.current()).hubs()["land"]["stale"] == 1
    path.unlink()
    elsewhere.rename(path)
    assert refined(station.run()) == (1, 0, 0)
    assert Search(station.generations.current()).hubs()["land"]["stale"] == 0
    assert station.flaws() == []


def test_a_record_that_takes_another_identifier_moves(station: Station, search: Find) -> None:
    station.write("a.xml", iso("before", "glacier"))
    station.run()
    station.write("a.xml", iso("after", "glacier"))
    report = station.run()
    assert datasets(report.generation) == search(report.generation, "glacier") == {"land/after"}
    assert station.flaws() == []


def test_two_sources_with_one_identifier_get_two_addresses_for_good(station: Station) -> None:
    other = replace(station.sources[0], name="others", url=str(station.root / "others"))
    station.write("x.xml", iso("same", "one"))
    shutil.copytree(station.folder, other.url)
    station.sources.append(other)
    first = datasets(station.run().generation)
    assert len(first) == 2
    assert "land/same" in first
    assert all(address.startswith("land/same") for address in first)
    assert datasets(station.run(full=True, workers=2).generation) == first
    Path(other.url, "x.xml").write_text(iso("same", "changed"))
    station.write("x.xml", iso("same", "changed too"))
    assert datasets(station.run().generation) == first
    assert station.flaws() == []
    again = Station(station.root / "again", list(station.sources))
    assert datasets(again.run(workers=2).generation) == first


def test_records_that_exchange_identifiers_stay_apart(station: Station) -> None:
    station.write("a.xml", iso("one"))
    station.write("b.xml", iso("two"))
    station.run()
    station.write("a.xml", iso("two"))
    station.write("b.xml", iso("one"))
    report = station.run()
    assert len(datasets(report.generation)) == 2
    assert station.flaws() == []
    assert len(datasets(station.run(full=True).generation)) == 2
    assert station.flaws() == []


def test_a_record_that_goes_to_another_source_keeps_its_address(station: Station) -> None:
    other = replace(station.sources[0], name="others", url=str(station.root / "others"))
    Path(other.url).mkdir()
    station.sources.append(other)
    for number in range(6):
        station.write(f"{number}.xml")
    station.run()
    (station.folder / "5.xml").rename(Path(other.url, "5.xml"))
    report = station.run()
    assert refined(report) == (1, 0, 1)
    assert datasets(report.generation) == {f"land/{number}" for number in range(6)}


def test_another_base_mints_every_address_anew(station: Station) -> None:
    for name in ("a.xml", "b.xml"):
        station.write(name)
    station.run()
    station.write("b.xml", "<broken")
    station.run()
    report = station.run(base="https://other.example/catalogue")
    assert (report.refined.refined, report.generation.manifest.base) == (1, "https://other.example/catalogue")
    query = 'SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?s), "https://catalogue.example")) }'
    assert ask(report.generation, query) == set()
    assert datasets(report.generation) == {"land/a", "land/b"}
    assert Search(report.generation).hubs()["land"]["stale"] == 1
    assert refined(station.run(base="https://other.example/catalogue")) == (0, 0, 0)
    assert station.flaws() == []


def test_another_crosswalk_refines_every_record_again(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    station.write("a.xml")
    station.run()
    monkeypatch.setattr(catalogue.refinery, "CROSSWALK_VERSION", -1)
    assert refined(station.run()) == (1, 0, 0)
    assert refined(station.run()) == (0, 0, 0)


def test_a_hub_that_is_no_longer_declared_is_no_longer_described(station: Station) -> None:
    station.sources.append(replace(station.sources[0], hub="sea"))
    station.write("a.xml")
    catalogs = "SELECT ?c WHERE { GRAPH ?c { ?c a <http://www.w3.org/ns/dcat#Catalog> } }"
    assert len(ask(station.run().generation, catalogs)) == 3
    assert len(ask(station.run(station.sources[:1]).generation, catalogs)) == 2
    assert station.flaws() == []


def test_a_source_that_is_declared_wrongly_stops_the_run_before_anything_is_harvested(station: Station) -> None:
    station.write("a.xml")
    wrong = Source("sea", "csw", "csw", "http://127.0.0.1:9", None, {"page_size": "many"})
    with pytest.raises(ConfigurationError, match="sea/csw: option 'page_size'"):
        station.run([*station.sources, wrong])
    archive = Archive(station.workspace.archive)
    assert archive.ledger.history() == []
    archive.close()
    assert station.generations.current_name() is None


def test_one_run_at_a_time(station: Station) -> None:
    with station.workspace.writing(), pytest.raises(WorkspaceBusyError):
        station.run()
    assert not station.run().failed


def test_names_that_come_twice_are_told(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    station.write("a.xml")
    monkeypatch.setattr("harvesters.folder.FolderHarvester._names", lambda *_: iter(["a.xml", "a.xml"]))
    report = station.run()
    assert report.sources[0].counts.new == 1
    assert (
        report.sources[0].message == "1 records came under a name that had come before; the last of each name is kept"
    )
    assert not report.failed


def test_a_run_that_is_interrupted_is_followed_by_one_that_goes_on(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        station.write(f"{number}.xml")
    first = station.run()
    station.write("0.xml", iso("0", "changed"))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("catalogue.database.CatalogueDatabase.put", interrupt)
        with pytest.raises(KeyboardInterrupt):
            station.run()
    assert station.generations.current() == first.generation
    assert station.flaws() != []
    assert refined(station.run()) == (1, 0, 0)
    assert station.flaws() == []


def test_a_run_that_finds_nothing_changed_publishes_nothing(station: Station) -> None:
    station.write("a.xml")
    first = station.run()
    again = station.run()
    assert (first.published, again.published) == (True, False)
    assert again.generation == first.generation
    assert len(station.generations.all()) == 1
    # the roster is of the latest run, whichever generation is served
    assert harvested(first.generation)["unchanged"] == 1
    assert station.flaws() == []


def harvested(generation: Generation) -> Mapping[str, int]:
    """The counts of the latest harvest of the one source, as whoever opens a generation is told."""
    ((source,),) = (hub.sources for hub in generation.hubs())
    return source.counts


@pytest.mark.parametrize("change", ["record", "hub", "base", "full", "removed", "rolled back"])
def test_whatever_differs_is_published(station: Station, change: str) -> None:
    station.write("a.xml")
    station.write("b.xml")
    station.run()
    if change == "record":
        station.write("a.xml", iso("a", "changed"))
    elif change == "removed":
        (station.folder / "a.xml").unlink()
    elif change == "hub":
        station.sources.append(replace(station.sources[0], name="others"))
    elif change == "rolled back":
        station.write("c.xml")
        station.run()
        station.generations.rollback()
    base = "https://other.example" if change == "base" else BASE
    assert station.run(base=base, full=change == "full").published
    assert not station.run(base=base).published


def test_what_a_killed_run_refined_is_published_by_the_next(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    station.write("a.xml", iso("a", "glacier"))
    station.run()
    station.write("a.xml", iso("a", "volcano"))

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("catalogue.generation.Generations.publish", interrupt)
        with pytest.raises(KeyboardInterrupt):
            station.run()
    report = station.run()
    assert (refined(report), report.published) == ((0, 0, 0), True)
    assert station.flaws() == []


def test_the_harvests_are_activities_of_the_graph(station: Station) -> None:
    station.write("a.xml")
    station.run()
    station.write("b.xml", "<broken")
    generation = station.run().generation
    query = f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dqv: <http://www.w3.org/ns/dqv#>
        SELECT ?said WHERE {{ GRAPH <{BASE}/harvest/land/files> {{
            <{BASE}/source/land/files> prov:wasUsedBy ?harvest .
            ?harvest a prov:Activity ; prov:used <{BASE}/source/land/files> ; dqv:hasQualityMeasurement ?figure .
            ?figure dqv:isMeasurementOf <{BASE}/metric/harvest-%s> ; dqv:value ?value
            BIND (CONCAT(STRAFTER(STR(?harvest), "/land/files/"), ": ", STR(?value)) AS ?said) }} }}"""
    assert ask(generation, query % "new") == {"1: 1", "2: 1"}
    assert ask(generation, query % "unchanged") == {"1: 0", "2: 1"}
    assert ask(generation, query % "refused") == {"1: 0", "2: 1"}


def test_what_refining_finds_out_is_told_of_its_source(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        station.write(f"{number}.xml", iso(f"{number}"))
    station.run()
    station.write("4.xml", "<broken")
    station.write("5.json", orjson.dumps(item("5")))
    report = station.run()
    with closing(Archive(station.workspace.archive)) as archive:
        (row,) = archive.ledger.of_run(report.number)
    assert (row.counts.new, row.counts.refused, row.refusals) == (2, 1, ("parse.xml",))
    assert row.dialects[0] == "iso19139"
    assert [one.code for one in row.remarks] == ["dialect", "refusal"]


def test_a_run_that_is_asked_to_end_publishes_nothing_and_the_next_goes_on(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvesters.folder._PAGE", 2)
    monkeypatch.setattr("catalogue.harvesting.BATCH", 2)
    for number in range(6):
        station.write(f"{number}.xml")
    asked = iter([False] * 2)
    with pytest.raises(RunStoppedError):
        station.run(stop=lambda: next(asked, True))
    assert station.generations.current_name() is None
    (report,) = station.run().sources
    assert (report.outcome, report.counts.new, report.counts.unchanged) == (Outcome.COMPLETE, 2, 0)
    assert len(datasets(station.generations.current())) == 6


def test_a_generation_is_published_when_only_the_vocabularies_have_changed(
    station: Station, monkeypatch: pytest.MonkeyPatch, few_vocabularies: Library
) -> None:
    first = station.run()
    assert not station.run().published
    changed = replace(few_vocabularies, version="another")
    monkeypatch.setattr(catalogue.run, "open_library", lambda *_: changed)
    again = station.run()
    assert again.published
    assert again.generation != first.generation
    assert not station.run().published
