"""``terrafair vocabulary``: loading, looking at and writing out vocabularies."""

import csv
import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from typer.testing import CliRunner, Result

from bench.shared_vocabularies import FILES, ROOT, files_of
from catalogue.workspace import Workspace
from cli.app import app
from tests.cli.command import terrafair
from vocab.edition import Editions
from vocab.index import VocabularyIndex
from vocab.library import open_library
from vocab.registry import load_registry

REGISTRY = """[[vocabulary]]
id = "winds"
title = {{ en = "Winds", fr = "Vents" }}
scheme = "https://w.example/winds"
namespace = "https://w.example/winds/"
languages = ["en"]
licence = ""
publisher = "Wind institute"
homepage = "https://w.example/"
facet = "theme"

[vocabulary.publication]
via = "document"
urls = ["{url}/winds.ttl"]
"""
WINDS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + "".join(
    f'<https://w.example/winds/{name}> a skos:Concept ; skos:prefLabel "{name}"@en .\n' for name in ("bora", "föhn")
)


class Service:
    """The command over one data folder, with a registry of one's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str | Path) -> Result:
        command = ["vocabulary", *map(str, arguments), "--data", str(self.folder / "data")]
        if arguments[0] != "forget":
            command += ["--vocabularies", str(self.folder / "own.toml")]
        return CliRunner().invoke(app, command)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "winds.ttl").write_text(WINDS, "utf-8")
    handler = partial(Quiet, directory=str(tmp_path / "web"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        (tmp_path / "own.toml").write_text(REGISTRY.format(url=url), "utf-8")
        yield Service(tmp_path)
        server.shutdown()
        thread.join()


def test_from_the_publisher_to_the_index(service: Service) -> None:
    done = service("load", "winds")
    assert done.exit_code == 0, done.output
    assert "winds: new edition" in done.output
    assert "2 concepts" in done.output
    assert "not changed at its publisher" in service("load", "winds").output
    assert "no vocabulary is due" in service("load", "--again").output
    rows = json.loads(service("list", "--format", "json").output)
    (row,) = [one for one in rows if one["id"] == "winds"]
    assert (row["concepts"], row["due"], row["packaged"]) == (2, False, False)
    assert len(rows) == len(load_registry()) + 1
    listed = service("list", "--lang", "fr").output.splitlines()
    assert [line for line in listed if line.startswith("winds\tVents\tdocument\t2")]
    assert [line for line in listed if line.startswith("ecv\t") and "fourni avec le service" in line]


def test_what_is_published_has_what_was_loaded(service: Service) -> None:
    service("load", "winds")
    own = ("--vocabularies", service.folder / "own.toml")
    done = terrafair("publish", "--data", service.folder / "data", *own)
    assert done.returncode == 0, done.stderr
    (published,) = (service.folder / "data" / "generations").glob("*/vocabulary.sqlite")
    assert VocabularyIndex(published).cited("Vents") == ["winds"]


def test_vocabularies_are_loaded_while_a_run_is_at_work_but_not_twice_at_once(service: Service) -> None:
    workspace = Workspace(service.folder / "data")
    with workspace.writing():
        assert service("load", "winds").exit_code == 0
    with workspace.loading():
        busy = service("load", "winds")
    assert busy.exit_code == 2
    assert "are being loaded" in busy.stderr


def test_one_that_fails_does_not_hinder_others(service: Service) -> None:
    own = service.folder / "own.toml"
    stanza = own.read_text("utf-8")
    own.write_text(stanza + stanza.replace('"winds"', '"gone"').replace("winds.ttl", "gone.ttl"), "utf-8")
    done = service("load", "gone", "winds")
    assert done.exit_code == 2
    assert "gone: failed" in done.stderr
    assert "winds: new edition" in done.output


def test_editions_are_listed_checked_written_out_and_forgotten(service: Service) -> None:
    service("load", "winds")
    (service.folder / "web" / "winds.ttl").write_text(WINDS + "<https://w.example/winds/x> a <x> .", "utf-8")
    service("load", "winds", "--force")
    found = json.loads(service("editions", "winds", "--format", "json").output)
    assert len(found) == 2
    assert service("editions", "winds").output.splitlines()[1].split("\t")[0] == found[0]["version"]

    checked = service("check", "winds", "--lang", "fr")
    assert "vocabulary.scheme.missing" in checked.output
    assert "n'appartient à aucun schéma" in checked.output
    assert json.loads(service("check", "winds", "--format", "json").output)["findings"]

    for syntax, form in (("turtle", RdfFormat.TURTLE), ("rdfxml", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)):
        output = service.folder / syntax
        assert service("export", "winds", "--format", syntax, "--output", output).exit_code == 0
        assert len(list(parse(output.read_bytes(), form))) == found[0]["statements"]
    assert len(service("export", "winds", "--format", "ntriples").output.splitlines()) == found[0]["statements"]

    assert service("forget", "winds", found[0]["version"]).exit_code == 0
    assert len(json.loads(service("editions", "winds", "--format", "json").output)) == 1
    assert service("forget", "winds").exit_code == 0
    assert service("forget", "winds").exit_code == 2
    assert service("export", "winds").exit_code == 2
    assert service("export", "ecv").exit_code == 0


def test_files_are_checked_without_being_kept(service: Service) -> None:
    file = service.folder / "bad.ttl"
    file.write_text(WINDS.replace('"bora"@en', '""'), "utf-8")
    checked = service("check", "--file", file)
    assert checked.exit_code == 1
    assert "vocabulary.label.empty" in checked.output
    assert service("check", "winds", "--file", service.folder / "web" / "winds.ttl").exit_code == 0
    assert not (service.folder / "data" / "vocabularies").exists()
    assert service("check").exit_code == 2
    assert service("check", "--file", service.folder / "nowhere.ttl").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", "nowhere"),
        ("load", "--file", "x.ttl"),
        ("load", "winds", "ecv", "--file", "x.ttl"),
        ("load", "winds", "--form", "turtle"),
        ("load", "winds", "--file", "nowhere.ttl"),
        ("load", "platforms"),
        ("editions", "nowhere"),
        ("forget", "../winds"),
    ],
)
def test_wrong_arguments_end_with_two(arguments: tuple[str, ...], service: Service) -> None:
    assert service(*arguments).exit_code == 2


def test_much_less_than_before_ends_with_one(service: Service) -> None:
    less = service.folder / "less.ttl"
    less.write_text(WINDS.splitlines()[0] + "\n<https://w.example/e/1> a skos:Concept .", "utf-8")
    done = service("load", "ecv", "--file", less, "--lang", "fr")
    assert done.exit_code == 1
    assert "ecv : refusé" in done.output.replace("\u00a0", " ")
    assert service("load", "ecv", "--file", less, "--force").exit_code == 0


@pytest.mark.shared
def test_every_vocabulary_of_the_corpus_is_loaded_and_all_are_indexed(tmp_path: Path) -> None:
    if not ROOT.is_dir():
        pytest.skip(f"the shared corpus is not at {ROOT}")
    data, begin = tmp_path / "data", time.process_time()
    for vocabulary in FILES:
        files = [part for path in files_of(vocabulary) for part in ("--file", str(path))]
        done = CliRunner().invoke(app, ["vocabulary", "load", vocabulary, *files, "--data", str(data)])
        assert done.exit_code == 0, done.output
    index = open_library(Editions(data / "vocabularies"), data / "work").index()
    assert time.process_time() - begin < 60
    counted = _counted()
    concepts = {entry.id: entry.concepts for entry in index.vocabularies()}
    for vocabulary in FILES:
        each = [counted.get(path.relative_to(ROOT).as_posix(), 0) for path in files_of(vocabulary)]
        if vocabulary not in OTHERWISE:
            assert max(each) <= concepts[vocabulary], vocabulary
        # concepts that are in several files are one; codes that a list declares to be obsolete are concepts as well
        if vocabulary in EXACT:
            assert concepts[vocabulary] == EXACT[vocabulary](each), vocabulary
    assert set(concepts) == set(FILES) | {one.id for one in load_registry() if one.path is not None}
    assert index.cited("GEMET - Concepts, version 2.4") == ["gemet"]
    assert [one.vocabulary for one in index.cited_concepts("http://vocab.nerc.ac.uk/collection/P02/current/TEMP/")]


OTHERWISE = {"wmo-components"}
"""Of these the list of sources counts statements."""

EXACT: dict[str, Callable[[list[int]], int]] = {
    **dict.fromkeys(("gemet", "gcmd-platforms", "gcmd-instruments", "gcmd-projects", "gcmd-locations"), max),
    **dict.fromkeys(("gcmd-providers", "gcmd-chronounits", "gcmd-content-types", "inspire-themes-gemet"), max),
    **dict.fromkeys(("gcmd-resolutions", "nvs-p02", "nvs-p09", "nvs-p35", "nvs-l05", "nvs-l10", "nvs-c19"), sum),
    **dict.fromkeys(("cf-area-types", "cf-regions", "inspire-feature-concepts", "wmo-units", "agid-licences"), sum),
    **dict.fromkeys(("eu-data-themes", "eu-places", "authority-languages", "authority-file-types"), sum),
    **dict.fromkeys(("sextant-themes", "sextant-places", "sextant-lists", "wmo-variables"), sum),
}
"""The vocabularies whose files have all their concepts in common, or none."""


def _counted() -> dict[str, int]:
    """How many concepts each file of the corpus has, as its list of sources says."""
    with (ROOT / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["local_file"]: int(row["concepts"] or 0) for row in rows}
