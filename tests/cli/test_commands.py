"""The command as people and scripts use it: a real process, its output and its exit code."""

import json
import socket
from pathlib import Path

import orjson
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, RDF, Graph

from samples import SAMPLES
from tests.cli.command import terrafair


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hubs file over one folder, and a workspace with two generations."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "hubs.toml").write_text(
        f"""
        [[hub]]
        id = "formater"
        title = {{ en = "ForM@Ter", fr = "ForM@Ter" }}
        domain = {{ en = "Solid Earth", fr = "Terre solide" }}
        homepage = "https://www.poleterresolide.fr"
        [[hub.source]]
        name = "records"
        protocol = "folder"
        url = "{SAMPLES / "formater" / "dif10"}"
        """,
        "utf-8",
    )
    for _ in range(2):
        done = terrafair("run", "--full", "--hubs", folder / "hubs.toml", "--data", folder / "data", "--workers", "1")
        assert done.returncode in (0, 1), done.stderr
    return folder


def test_run_says_what_it_did_in_plain_lines(corpus: Path) -> None:
    done = terrafair("run", "formater/records", "--hubs", corpus / "hubs.toml", "--data", corpus / "data")
    assert "formater/records" in done.stdout
    assert "COMPLETE 7 unchanged" in done.stdout
    assert "0 refined" in done.stdout
    assert "nothing has changed" in done.stdout
    assert "\x1b" not in done.stdout


def test_status_generations_and_rollback(corpus: Path) -> None:
    shown = terrafair("status", "--data", corpus / "data")
    assert shown.returncode == 0
    assert "7 records" in shown.stdout
    before = terrafair("generations", "--data", corpus / "data").stdout
    done = terrafair("rollback", "--data", corpus / "data")
    assert done.returncode == 0
    name = done.stdout.split()[-1]
    after = terrafair("generations", "--data", corpus / "data").stdout
    marked = [line for line in after.splitlines() if "▶" in line]
    assert len(marked) == 1
    assert name in marked[0]
    assert marked != [line for line in before.splitlines() if "▶" in line]


def test_nothing_published_is_a_failure(tmp_path: Path) -> None:
    done = terrafair("status", "--data", tmp_path)
    assert done.returncode == 2
    assert "nothing has been harvested" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_hub_is_a_failure(tmp_path: Path) -> None:
    done = terrafair("run", "nosuchhub", "--data", tmp_path)
    assert done.returncode == 2
    assert "nosuchhub" in done.stderr
    assert "aeris" in done.stderr


def test_map_prints_turtle_nquads_and_jsonld() -> None:
    record = SAMPLES / "aeris" / "iasi-so2-tonga-202201.xml"
    turtle = terrafair("map", record)
    assert turtle.returncode == 0
    dataset = next(Graph().parse(data=turtle.stdout, format="turtle").subjects(RDF.type, DCAT.Dataset))
    assert str(dataset).startswith("http://127.0.0.1:8000/dataset/local/")
    jsonld = terrafair("map", record, "--format", "jsonld", "--base", "https://catalogue.example")
    subjects = {str(quad.subject) for quad in parse(jsonld.stdout.encode(), format=RdfFormat.JSON_LD)}
    assert any("https://catalogue.example/dataset/" in subject for subject in subjects)
    quads = terrafair("map", record, "--format", "nquads")
    assert len(list(parse(quads.stdout.encode(), format=RdfFormat.N_QUADS))) > 40


def test_check_tells_place_and_reason_in_both_languages() -> None:
    record = SAMPLES / "aeris" / "wrong-swapped-latitudes.xml"
    english = terrafair("check", record)
    assert english.returncode == 1
    assert f"{record}:" in english.stdout
    assert "latitudes were exchanged" in english.stdout
    assert " → '" in english.stdout
    french = terrafair("check", record, LC_ALL="fr_FR.UTF-8")
    assert "les latitudes ont été échangées" in french.stdout


def test_check_json_lists_findings_and_refusals(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html><body>Not found</body></html>", "utf-8")
    done = terrafair(
        "check", page, SAMPLES / "aeris" / "iasi-so2-tonga-202201.xml", "--format", "json", "--severity", "info"
    )
    assert done.returncode == 1
    refused, mapped = json.loads(done.stdout)
    assert refused["refused"]
    assert refused["findings"][0]["code"] == "parse.html"
    assert mapped["dialect"] == "iso19139"


def test_map_of_a_page_is_a_failure_and_prints_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html></html>", "utf-8")
    done = terrafair("map", page, SAMPLES / "formater" / "dif10" / "flatsim-afar.xml")
    assert done.returncode == 2
    assert "HTML page" in done.stderr
    assert "dcat:Dataset" in done.stdout


def test_crosswalks_are_printed() -> None:
    done = terrafair("crosswalks", "dif10")
    assert done.returncode == 0
    assert "dct:title" in done.stdout
    assert terrafair("crosswalks", "marc21").returncode == 2


def test_demo_harvests_five_hubs(tmp_path: Path) -> None:
    done = terrafair("demo", "--once", "--data", tmp_path / "demo", "--hubs-port", "0")
    assert done.returncode == 0, done.stderr
    assert "100 records" in done.stdout
    again = terrafair("demo", "--once", "--data", tmp_path / "demo", "--hubs-port", "0")
    assert again.returncode == 0
    assert "aeris/catalogue" in again.stdout
    assert "18 unchanged" in again.stdout


def test_exit_code_says_what_stands_not_what_was_new(tmp_path: Path) -> None:
    """A refused record is a finding on every run, not only on the one that met it."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "page.html").write_text("<html></html>", "utf-8")
    (tmp_path / "hubs.toml").write_text(
        """
        [[hub]]
        id = "one"
        title = { en = "One", fr = "Un" }
        domain = { en = "All", fr = "Tout" }
        homepage = "https://one.example"
        source = [{ name = "records", protocol = "folder", url = "records" }]
        """,
        "utf-8",
    )
    for _ in range(2):
        done = terrafair("run", "--hubs", tmp_path / "hubs.toml", "--data", tmp_path / "data", "--workers", "1")
        assert done.returncode == 1, done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "--base", "not a url"), "address"),
        (("run", "--base", "http://x y/"), "address"),
        (("check", "{record}", "--lang", "de"), "neither en nor fr"),
        (("serve", "--port", "99999"), "65535"),
        (("run", "--data", "{record}/below"), "Not a directory"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    record = str(SAMPLES / "aeris" / "iasi-so2-tonga-202201.xml")
    done = terrafair(*(argument.format(record=record) for argument in arguments))
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_taken_port_is_told_before_anything_is_harvested(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = terrafair("demo", "--port", str(port), "--hubs-port", "0", "--data", tmp_path / "demo")
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "COMPLETE" not in done.stdout


def test_coverage_names_what_is_lost() -> None:
    done = terrafair("coverage", SAMPLES / "odatis", "--record")
    assert "iso19139: " in done.stdout
    assert "of the content of" in done.stdout
    assert done.returncode in (0, 1)


def test_item_collection_is_each_of_its_items(tmp_path: Path) -> None:
    item = '{"type": "Feature", "stac_version": "1.0.0", "id": "%s", "properties": {"datetime": "2022"}, "assets": {}}'
    file = tmp_path / "items.json"
    file.write_text('{"type": "FeatureCollection", "features": [%s, %s, 5]}' % (item % "one", item % "two"), "utf-8")  # noqa: UP031
    checked = terrafair("check", file, "--format", "json")
    report = {Path(one["file"]).name: one for one in orjson.loads(checked.stdout)}
    assert {name: one["dialect"] for name, one in report.items() if not one["refused"]} == {
        "items.json#one": "stac-item",
        "items.json#two": "stac-item",
    }
    assert [one["refused"] for one in report.values()].count(True) == 1
    covered = terrafair("coverage", file)
    assert "of 2 records" in covered.stdout
