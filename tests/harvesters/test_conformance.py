"""Every harvester against everything that can go wrong."""

from functools import partial
from pathlib import Path

import pytest

from harvesters.hub import Source
from harvesters.protocol import Harvester, harvester
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, Linked, Listing, OneAnswer
from tests.harvesters.hubs import (
    ArchiveHub,
    CmrHub,
    CswHub,
    DocumentHub,
    OaiHub,
    OgcRecordsHub,
    StacApiHub,
    StaticStacHub,
    WebFolderHub,
    entries,
)
from tests.harvesters.loopback import Loopback


class TestOaiPmh(Linked):
    hub = OaiHub


class TestCsw2(Conformance):
    hub = CswHub


class TestCsw3(Conformance):
    hub = partial(CswHub, version="3.0.0")


class TestCswByGet(Conformance):
    hub = partial(CswHub, options={"method": "get"})


class TestStacApi(Linked):
    hub = StacApiHub


class TestStaticStac(Conformance):
    hub = StaticStacHub


class TestFolder(Listing):
    @pytest.fixture
    def reader(self, tmp_path: Path, transport: Transport) -> Harvester:
        for number in range(250):
            (tmp_path / f"{number} é%.xml").write_bytes(f"<a n='{number}'/>".encode())
        return harvester(Source("hub", "folder", "folder", str(tmp_path)), transport)


class TestCmr(Conformance):
    hub = CmrHub


class TestOgcRecords(Linked):
    hub = OgcRecordsHub


class TestOgcRecordsInIso(Linked):
    hub = partial(OgcRecordsHub, linked=True)


class TestWebFolder(Conformance):
    hub = WebFolderHub


class TestDocument(OneAnswer):
    hub = DocumentHub
    passes_over = False


class TestArchive(OneAnswer):
    hub = ArchiveHub

    @pytest.fixture
    def reader(self, server: Loopback, network: Transport) -> Harvester:
        return self.reading(server, network, ArchiveHub(entries(250)))
