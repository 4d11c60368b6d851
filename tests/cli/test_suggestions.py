"""``terrafair suggestions``: moderation."""

import csv
import io
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS

from catalogue.suggestions import Draft, Status, Suggestions
from catalogue.workspace import Workspace
from tests.cli.command import terrafair

CONTACT = "somebody@people.example"


@pytest.fixture
def store(tmp_path: Path) -> Suggestions:
    return Suggestions(Workspace(tmp_path).suggestions)


def run(data: Path, *arguments: str) -> str:
    done = terrafair("suggestions", *arguments, "--data", data)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_moderation(store: Suggestions, tmp_path: Path) -> None:
    draft = Draft("ecv", label_en="Wind chill", reason="One\nstatus      accepted", contact=CONTACT)
    good, bad = store.add(draft), store.add(draft._replace(label_en="[bold]Spam[/bold] :x:", vocabulary="cf"))
    head, *rows = run(tmp_path, "list").splitlines()
    assert head.split("\t") == ["key", "status", "created", "vocabulary", "English", "French"]
    assert [row.split("\t")[0] for row in rows] == [good.key, bad.key]
    assert "[bold]Spam[/bold] :x:" in rows[1]
    assert CONTACT not in "".join(rows)

    shown = run(tmp_path, "show", good.key)
    assert CONTACT in shown
    # a text of several lines cannot pass for a field
    assert [line for line in shown.splitlines() if line.startswith("status")] == ["status      waiting"]

    assert good.key in run(tmp_path, "accept", good.key, "--note", "fine")
    run(tmp_path, "reject", bad.key)
    assert (store.all()[0].status, store.all()[0].note) == (Status.ACCEPTED, "fine")
    assert run(tmp_path, "list").splitlines() == [head]
    assert len(run(tmp_path, "list", "--status", "all").splitlines()) == 3

    exported = run(tmp_path, "export", "--base", "https://c.example/")
    graph = rdflib.Graph().parse(data=exported, format="turtle")
    term = rdflib.URIRef(f"https://c.example/suggestion/{good.key}")
    assert set(graph.subjects(SKOS.prefLabel)) == {term}
    assert CONTACT not in exported
    table = list(csv.reader(io.StringIO(run(tmp_path, "export", "--format", "csv"), newline="")))
    assert len(table) == 2
    assert run(tmp_path, "export", "--vocabulary", "cf").strip() == ""

    assert "1 contacts" in run(tmp_path, "forget", good.key)
    assert "1 contacts" in run(tmp_path, "forget", "--contact", CONTACT)
    assert CONTACT not in run(tmp_path, "show", good.key)


@pytest.mark.parametrize("arguments", [("show", "x"), ("accept", "x"), ("reject", "x"), ("forget",), ("nothing",)])
def test_what_cannot_be_done(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = terrafair("suggestions", *arguments, "--data", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_terms_are_exported_with_the_address_of_what_is_published(published: Path, tmp_path: Path) -> None:
    (tmp_path / "generations").symlink_to(published / "generations")
    store = Suggestions(Workspace(tmp_path).suggestions)
    key = store.add(Draft(label_fr="Vent", reason="x")).key
    store.decide(key, Status.ACCEPTED)
    assert f"<http://catalogue.test/suggestion/{key}>" in run(tmp_path, "export")
