from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import generation as module
from catalogue.database import CatalogueDatabase
from catalogue.errors import GenerationError
from catalogue.generation import Generation, Generations
from catalogue.graph import GraphStore
from vocab.library import in_memory

BASE = "https://catalogue.example"


class Press:
    """Publishes generations of two small stores."""

    def __init__(self, root: Path, database: CatalogueDatabase, graph: GraphStore) -> None:
        self.root = root
        self.generations = Generations(root)
        self._database, self._graph, self._run = database, graph, 0

    def publish(self) -> Generation:
        self._run += 1
        return self.generations.publish(self._database, self._graph, _write_index, run=self._run, base=BASE)

    def names(self) -> list[str]:
        return [generation.manifest.name for generation in self.generations.all()]


def _write_index(path: Path) -> None:
    in_memory([]).write_index(path)


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with (
        closing(CatalogueDatabase(tmp_path / "catalogue.sqlite")) as database,
        closing(GraphStore(tmp_path / "graph")) as graph,
    ):
        graph.replace(["<https://a.example>"], b'<https://a.example> <https://b.example> "x" <https://a.example> .\n')
        yield Press(tmp_path / "generations", database, graph)


def test_before_the_first(press: Press) -> None:
    assert (press.generations.all(), press.generations.current_name()) == ([], None)
    with pytest.raises(GenerationError, match="nothing has been published"):
        press.generations.current()
    with pytest.raises(GenerationError, match="no earlier"):
        press.generations.rollback()


def test_what_is_published_is_current_and_whole(press: Press) -> None:
    made = press.publish()
    assert press.generations.current() == made
    assert (made.manifest.run, made.manifest.base, made.manifest.triples) == (1, BASE, 1)
    assert made.database.is_file()
    assert made.graph.is_dir()
    assert made.vocabulary.is_file()
    assert made.glossary.is_file()
    assert sorted(entry.name for entry in press.root.iterdir()) == sorted(["CURRENT", made.manifest.name])


def test_what_fails_while_it_is_built_changes_nothing(press: Press) -> None:
    first = press.publish()

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        press.generations.publish(press._database, press._graph, fail, run=9, base=BASE)
    assert press.generations.current() == first
    assert press.names() == [first.manifest.name]
    assert len(list(press.root.glob(".building-*"))) == 1
    press.publish()
    assert list(press.root.glob(".building-*")) == []


def test_a_reader_sees_one_name_or_the_other(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    first = press.publish()
    seen: list[str | None] = []
    sync = module._sync

    def look_and_sync(path: Path) -> None:
        seen.append(press.generations.current_name())
        sync(path)

    monkeypatch.setattr(module, "_sync", look_and_sync)
    second = press.publish()
    assert len(set(seen)) == 2
    assert seen == sorted(seen, key=lambda name: name or "")
    assert set(seen) == {first.manifest.name, second.manifest.name}


def test_rolling_back_goes_one_generation_at_a_time(press: Press) -> None:
    one, two, three = (press.publish() for _ in range(3))
    assert press.generations.rollback() == two
    assert press.generations.current() == two
    assert press.generations.rollback() == one
    with pytest.raises(GenerationError, match="no earlier"):
        press.generations.rollback()
    assert press.generations.current() == one
    assert press.generations.switch(three.manifest.name) == three


def test_pruning_keeps_the_newest_and_never_removes_the_current(press: Press) -> None:
    oldest = press.publish()
    for _ in range(3):
        press.publish()
    press.generations.switch(oldest.manifest.name)
    names = press.names()
    assert list(press.generations.prune(keep=1)) == names[1:3]
    assert press.names() == [names[0], names[3]]
    assert press.generations.prune(keep=0) == [names[3]]
    assert press.names() == [names[0]]
    assert press.generations.prune(keep=0) == []


def test_publishing_prunes(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [press.publish().manifest.name for _ in range(module.KEPT + 3)]
    assert press.names() == names[2:]


def test_a_damaged_generation_does_not_stand_in_the_way_of_others(press: Press) -> None:
    damaged, good = press.publish(), press.publish()
    for content in (b"", b"{", b"[]", b'{"name": 1}', b"\xff"):
        (damaged.path / "manifest.json").write_bytes(content)
        with pytest.raises(GenerationError, match=damaged.manifest.name):
            press.generations.open(damaged.manifest.name)
    assert press.generations.all() == [good]
    assert press.generations.current() == good
    with pytest.raises(GenerationError, match="no earlier"):
        press.generations.rollback()
    third = press.publish()
    assert press.generations.all() == [good, third]


@pytest.mark.parametrize("name", ["", "..", "../generations", "20220115T000000Z-1/../x", "20220115T000000Z-7"])
def test_there_is_no_such_generation(press: Press, name: str) -> None:
    press.publish()
    with pytest.raises(GenerationError):
        press.generations.switch(name)


def test_names_stand_in_the_order_of_time(press: Press) -> None:
    names = [press.publish().manifest.name for _ in range(12)]
    assert names == sorted(names, key=lambda name: (name.partition("-")[0], int(name.partition("-")[2])))
    assert press.names() == names[-module.KEPT - 1 :]
    assert press.generations.current_name() == names[-1]
    assert press.generations.rollback().manifest.name == names[-2]


def test_a_current_that_is_gone_is_an_error(press: Press) -> None:
    made = press.publish()
    (press.root / "CURRENT").write_text(replace(made.manifest, name="20200101T000000Z-1").name)
    with pytest.raises(GenerationError, match="20200101T000000Z-1"):
        press.generations.current()


def test_other_vocabularies_make_another_generation(press: Press) -> None:
    press.publish()
    assert press.generations.is_current(press._database)
    assert not press.generations.is_current(press._database, "others")
