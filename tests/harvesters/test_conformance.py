"""Every harvester against everything that can go wrong."""

from functools import partial
from pathlib import Path

import pytest

from harvesters.hub import Source
from harvesters.protocol import Harvester, harvester
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, Listing
from tests.harvesters.hubs import CswHub, OaiHub, StacApiHub, StaticStacHub


class TestOaiPmh(Conformance):
    hub = OaiHub


class TestCsw2(Conformance):
    hub = CswHub
    loops = False


class TestCsw3(Conformance):
    hub = partial(CswHub, version="3.0.0")
    loops = False


class TestCswByGet(Conformance):
    hub = partial(CswHub, options={"method": "get"})
    loops = False


class TestStacApi(Conformance):
    hub = StacApiHub


class TestStaticStac(Conformance):
    hub = StaticStacHub
    loops = False


class TestFolder(Listing):
    @pytest.fixture
    def reader(self, tmp_path: Path, transport: Transport) -> Harvester:
        for number in range(250):
            (tmp_path / f"{number} é%.xml").write_bytes(f"<a n='{number}'/>".encode())
        return harvester(Source("hub", "folder", "folder", str(tmp_path)), transport)
