"""``terrafair mappings accept``, ``reject`` and ``pin``: what a curator decides, and that the next run obeys."""

from pathlib import Path

import pytest

from tests.cli.command import terrafair
from tests.published import publish
from vocab.address import comparable
from vocab.decision import DECISIONS, load_decisions
from vocab.sssom import read


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(folder)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(DECISIONS.read_bytes())
    return path


def test_proposals_are_accepted_and_rejected(data: Path, file: Path) -> None:
    printed = terrafair("mappings", "propose", "--data", data).stdout
    first, second, *_ = read("printed", printed.splitlines(keepends=True))[1]
    accepted = terrafair(*("mappings", "accept", first.identifier, "--by", "someone", "--file", file, "--data", data))
    assert accepted.returncode == 0, accepted.stderr
    name = second.identifier.rpartition("/")[2]
    rejected = terrafair("mappings", "reject", name, "--comment", "wrong", "--file", file, "--data", data)
    assert rejected.returncode == 0, rejected.stderr
    decided = {(one.subject, one.object): one for one in load_decisions(file).mappings}
    yes, no = decided[first.subject, first.object], decided[second.subject, second.object]
    assert (yes.negated, yes.value("author_label"), yes.predicate) == (False, "someone", first.predicate)
    assert (no.negated, no.value("comment")) == (True, "wrong")


def test_words_are_settled(data: Path, file: Path) -> None:
    concept = "https://w3id.org/terrafair/ecv/sea-state"
    for arguments in (
        ("waves", concept, "--hub", "odatis"),
        ("waves", "none"),
        ("sea", concept, "--not"),
    ):
        settled = terrafair("mappings", "pin", *arguments, "--file", file, "--data", data)
        assert settled.returncode == 0, settled.stderr
    decided = load_decisions(file)
    assert decided.meaning("Waves", hub="odatis") == concept
    assert decided.meaning("Waves", hub="aeris") == ""
    assert decided.rejected("sea") == {comparable(concept)}


@pytest.mark.parametrize(
    "arguments",
    [
        ("accept", "nothing"),
        ("pin", "word", "no-iri"),
        ("pin", "word", "https://a.example/", "--hub", "aeris", "--vocabulary", "ecv"),
        ("pin", "word", "https://a.example/", "--hub", "nowhere"),
        ("pin", "word", "https://a.example/", "--vocabulary", "nowhere"),
    ],
)
def test_what_cannot_be_decided(data: Path, file: Path, arguments: tuple[str, ...]) -> None:
    failed = terrafair("mappings", *arguments, "--file", file, "--data", data)
    assert failed.returncode == 2
    assert failed.stderr.startswith("terrafair: ")
    assert file.read_bytes() == DECISIONS.read_bytes()
