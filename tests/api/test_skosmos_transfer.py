"""A vocabulary comes back over the service's own Skosmos API as it went in: as a dump, and concept by concept."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.settings import Settings
from catalogue.progress import Silent
from catalogue.run import Settings as RunSettings
from catalogue.run import run
from catalogue.workspace import Workspace
from harvesters.transport import Settings as TransportSettings
from harvesters.transport import Transport
from harvesters.vocabularies import by_skosmos
from harvesters.vocabularies.transfers import fetch
from tests.published import BASE, serve
from vocab.loader import load, read_file
from vocab.registry import Publication, load_registry


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that has published its own vocabularies and no records."""
    data = tmp_path_factory.mktemp("vocabularies")
    run(Workspace(data), (), (), RunSettings(BASE), Silent())
    with serve(Settings(data=data)) as url:
        yield url


@pytest.mark.parametrize("walked", [False, True])
@pytest.mark.parametrize("name", ["ecv", "authority-frequencies"])
def test_a_vocabulary_comes_back_as_it_went_in(
    name: str, walked: bool, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if walked:
        monkeypatch.setattr(by_skosmos._Place, "dump", lambda place: None)
    (own,) = [vocabulary for vocabulary in load_registry() if vocabulary.id == name]
    assert own.path is not None
    remote = replace(own, path=None, publication=Publication("skosmos", (f"{address}/rest/v1/{name}/",)))
    with Transport(TransportSettings(contact="")) as network:
        delivery = fetch(remote, network)
    assert delivery is not None
    assert (len(delivery.documents) > 1, delivery.lacking) == (walked, "")
    assert load(delivery.documents, remote).triples == load([read_file(own.path)], own).triples
