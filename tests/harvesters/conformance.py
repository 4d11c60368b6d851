"""What every harvester owes: the same records whatever happens on the way, or an error that names what happened.

A protocol's test class inherits ``Conformance`` and says how its hub is made; ``Listing`` alone is for those that ask
nobody over the network.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.protocol import Harvester, harvester
from harvesters.record import (
    Checkpoint,
    DeletedRecord,
    Gap,
    Listed,
    Opening,
    RawRecord,
    RefusedRecord,
    Start,
)
from harvesters.transport import Settings, Transport
from tests.harvesters.faults import FAULTS, PASSING, FaultyHub
from tests.harvesters.hubs import Hub, entries
from tests.harvesters.loopback import Answer, Answering, Loopback, Request

Content = set[tuple[str, str]]
"""Identifier and hash of every record; a deleted record has no hash."""

_numbers = count()


@dataclass
class Harvest:
    """What a listing brought, as a catalogue would keep it."""

    records: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedRecord] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    place: Checkpoint | None = None

    def take(self, listed: Listed) -> None:
        match listed:
            case Opening():
                self.openings.append(listed)
            case Checkpoint():
                self.place = listed
            case Gap():
                self.gaps.append(listed.reason)
            case RefusedRecord():
                self.refused.append(listed)
            case DeletedRecord():
                self.records[listed.identifier] = "deleted"
            case RawRecord():
                self.records[listed.identifier] = listed.hash

    def fill(self, reader: Harvester, start: Start | None = None) -> None:
        for listed in reader.records(start or Start()):
            self.take(listed)

    @property
    def content(self) -> Content:
        return set(self.records.items())


def whole(reader: Harvester) -> Harvest:
    """One listing from its beginning to its end."""
    harvest = Harvest()
    harvest.fill(reader)
    return harvest


def recovered(reader: Harvester) -> Content:
    """What a catalogue has after it has gone on from the last checkpoint after each failure.

    A listing with refusals or gaps is followed by another, as the next run would do it.
    """
    kept: dict[str, str] = {}
    for _ in range(60):
        harvest, start = Harvest(), Start()
        for _ in range(60):
            try:
                harvest.fill(reader, start)
                break
            except SourceError:
                start = Start(place=harvest.place.place) if harvest.place else Start()
        kept |= harvest.records
        if not harvest.refused and not harvest.gaps:
            return set(kept.items())
    raise AssertionError("the harvest does not come to an end")


class Listing:
    """What a listing owes, whatever the protocol."""

    @pytest.fixture
    def reader(self) -> Harvester:
        """A harvester of a source with a few records, more than one page of them."""
        raise NotImplementedError

    def test_opening_comes_first_and_once(self, reader: Harvester) -> None:
        kinds = [type(listed) for listed in reader.records(Start())]
        assert kinds[0] is Opening
        assert kinds.count(Opening) == 1

    def test_same_listing_twice(self, reader: Harvester) -> None:
        assert list(reader.records(Start())) == list(reader.records(Start()))

    def test_going_on_from_every_checkpoint(self, reader: Harvester) -> None:
        listed = list(reader.records(Start()))
        records = {record.identifier for record in listed if not isinstance(record, Opening | Checkpoint | Gap)}
        places = [(position, one.place) for position, one in enumerate(listed) if isinstance(one, Checkpoint)]
        assert places
        for position, place in places:
            before = {one.identifier for one in listed[:position] if not isinstance(one, Opening | Checkpoint | Gap)}
            rest = list(reader.records(Start(place=place)))
            after = {one.identifier for one in rest if not isinstance(one, Opening | Checkpoint | Gap)}
            assert before | after == records
            assert not any(isinstance(one, Opening) for one in rest)
            assert len(rest) <= len(listed) - position  # what was taken is not taken again

    def test_places_are_small_texts(self, reader: Harvester) -> None:
        for listed in reader.records(Start()):
            if isinstance(listed, Checkpoint):
                assert all(isinstance(key, str) and isinstance(value, str) for key, value in listed.place.items())
                assert sum(map(len, listed.place.values())) < 1000

    def test_a_place_of_something_else(self, reader: Harvester) -> None:
        with pytest.raises(SourceError, match="place"):
            list(reader.records(Start(place={"of": "another"})))


class Conformance(Listing):
    """What a harvester owes that asks over HTTP.

    Attributes:
        hub: makes the hub from its records; they are those of the harvest, whatever else comes with them.
    """

    hub: ClassVar[Callable[..., Hub]]
    patient = Settings(connect_timeout=2, read_timeout=0.15, attempts=3, max_bytes=100_000, contact="", rate=0)

    @pytest.fixture
    def pauses(self) -> list[float]:
        return []

    @pytest.fixture
    def network(self, pauses: list[float]) -> Iterator[Transport]:
        with Transport(self.patient, sleep=pauses.append) as made:
            yield made

    @pytest.fixture
    def reader(self, server: Loopback, network: Transport) -> Harvester:
        return self.reading(server, network, type(self).hub(entries(8)))

    @staticmethod
    def reading(
        server: Loopback, network: Transport, hub: Hub, answering: Answering | None = None, **options: Any
    ) -> Harvester:
        """A harvester of a hub; with faults when something else answers in its name."""
        hub.path = f"/hub{next(_numbers)}"
        url = server.tree(hub.path, answering or hub.answer) + hub.entrance
        return harvester(Source("hub", "source", hub.protocol, url, None, {**hub.options, **options}), network)

    def honest(self, server: Loopback, network: Transport, **bent: Any) -> tuple[Content, int]:
        """What a fault-free harvest of eight records brings, and with how many requests."""
        hub = type(self).hub(entries(8), **bent)
        counting = FaultyHub(hub, {})
        return whole(self.reading(server, network, hub, counting)).content, counting.asked

    def test_nothing_at_all(self, server: Loopback, network: Transport) -> None:
        harvest = whole(self.reading(server, network, type(self).hub([])))
        assert not any(name.startswith("r") or "/r" in name for name in harvest.records)
        assert not harvest.refused

    @pytest.mark.parametrize("fault", PASSING)
    def test_fault_that_passes(self, server: Loopback, network: Transport, fault: str) -> None:
        content, requests = self.honest(server, network)
        for number in (1, requests - 1) if fault == "stall" else range(requests):
            hub = type(self).hub(entries(8))
            harvest = whole(self.reading(server, network, hub, FaultyHub(hub, {number: fault})))
            assert harvest.content == content, number
            assert not harvest.refused
            assert not harvest.gaps

    def test_retry_after_is_kept(self, server: Loopback, network: Transport, pauses: list[float]) -> None:
        hub = type(self).hub(entries(8))
        whole(self.reading(server, network, hub, FaultyHub(hub, {1: "retry-after"})))
        assert pauses == [3.0]

    @pytest.mark.parametrize("fault", [name for name in FAULTS if name != "stall"])
    def test_fault_that_stays_a_while(self, server: Loopback, network: Transport, fault: str) -> None:
        content, requests = self.honest(server, network)
        for number in range(0, requests, 2):
            hub = type(self).hub(entries(8))
            faulty = FaultyHub(hub, dict.fromkeys(range(number, number + 7), fault))
            assert recovered(self.reading(server, network, hub, faulty)) == content, number

    @pytest.mark.parametrize("fault", [name for name in FAULTS if name not in ("stall", "retry-after")])
    def test_fault_that_stays(self, server: Loopback, network: Transport, fault: str) -> None:
        hub = type(self).hub(entries(40))
        faulty = FaultyHub(hub, dict.fromkeys(range(2000), fault))
        harvest = Harvest()
        with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
            harvest.fill(self.reading(server, network, hub, faulty))
        assert not harvest.records
        assert faulty.asked < 100

    @pytest.mark.parametrize("failure", [Answer(b"sorry", 500), Answer(b"<broken"), Answer(b"{", 200)], ids=str)
    @pytest.mark.parametrize("position", [0, 3, 6, 7])
    def test_a_bad_record(self, server: Loopback, network: Transport, failure: Answer, position: int) -> None:
        content, _ = self.honest(server, network)
        bad = entries(8)[position].identifier
        hub = type(self).hub(entries(8), bad={bad}, failure=failure)
        harvest = whole(self.reading(server, network, hub))
        lost = {pair for pair in content if pair[0] == bad or pair[0].endswith(f"/{bad}")}
        assert len(lost) == 1
        assert harvest.content == content - lost
        assert len(harvest.refused) == 1
        refused = harvest.refused[0]
        assert refused.diagnostics[0].code in ("harvest.read", "parse.json")
        assert harvest.gaps or refused.identifier in {name for name, _ in lost}

    def test_endless_requests_have_an_end(self, server: Loopback) -> None:
        with (
            Transport(Settings(max_requests=4, rate=0)) as network,
            pytest.raises(SourceError, match="more than 4 requests"),
        ):
            list(self.reading(server, network, type(self).hub(entries(30))).records(Start()))

    def test_more_bytes_than_a_run_may_have(self, server: Loopback) -> None:
        with (
            Transport(Settings(max_run_bytes=2_000, rate=0)) as network,
            pytest.raises(SourceError, match="more than 2000 bytes"),
        ):
            list(self.reading(server, network, type(self).hub(entries(30))).records(Start()))

    def test_credential_is_sent_and_never_said(
        self, server: Loopback, network: Transport, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HUB_TOKEN", "s3cret-token")
        hub = type(self).hub(entries(8))

        def echo(request: Request) -> Answer:
            if request.headers.get("authorization") == "Bearer s3cret-token" and len(server.requests) < 3:
                return hub.answer(request)
            return Answer(f"refused: {request.headers.get('authorization')}".encode(), 403)

        reader = self.reading(server, network, hub, echo, token_env="HUB_TOKEN")
        harvest, said = Harvest(), ""
        try:
            harvest.fill(reader)
        except SourceError as error:
            said = str(error)
        told = said + repr(harvest)
        assert "refused: Bearer" in told
        assert "s3cret" not in told

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_whatever_the_faults(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, 9), "records")
        size = data.draw(st.integers(1, 4), "page size")
        names = st.none() | st.sampled_from([name for name in FAULTS if name != "stall"])
        drawn = data.draw(st.lists(names, max_size=30), "faults")
        faults = {position: fault for position, fault in enumerate(drawn) if fault}
        with Loopback() as server, Transport(self.patient, sleep=lambda _: None) as network:
            hub = type(self).hub(entries(number), size)
            content = whole(self.reading(server, network, hub)).content
            other = type(self).hub(entries(number), size)
            assert recovered(self.reading(server, network, other, FaultyHub(other, faults))) == content


class Linked(Conformance):
    """What a harvester owes besides whose hub says where the next page is, and not the position where it begins."""

    def test_list_without_end(self, server: Loopback) -> None:
        with Transport(self.patient) as network, pytest.raises(SourceError, match="came twice"):
            list(self.reading(server, network, type(self).hub(entries(8), loop=True)).records(Start()))


class OneAnswer(Conformance):
    """What a harvester owes whose source is a single answer.

    Attributes:
        passes_over: whether one record that is broken leaves the others as they are.
    """

    passes_over: ClassVar[bool] = True

    def test_retry_after_is_kept(self, server: Loopback, network: Transport, pauses: list[float]) -> None:
        hub = type(self).hub(entries(8))
        whole(self.reading(server, network, hub, FaultyHub(hub, {0: "retry-after"})))
        assert pauses == [3.0]

    def test_endless_requests_have_an_end(self, server: Loopback) -> None:
        hub = type(self).hub(entries(30))
        with Transport(Settings(max_requests=4, rate=0)) as network:
            counting = FaultyHub(hub, {})
            whole(self.reading(server, network, hub, counting))
        assert counting.asked == 1

    def test_credential_is_sent_and_never_said(
        self, server: Loopback, network: Transport, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HUB_TOKEN", "s3cret-token")

        def echo(request: Request) -> Answer:
            return Answer(f"refused: {request.headers.get('authorization')}".encode(), 403)

        hub = type(self).hub(entries(8))
        with pytest.raises(SourceError, match="refused: Bearer") as caught:
            whole(self.reading(server, network, hub, echo, token_env="HUB_TOKEN"))
        assert "s3cret" not in str(caught.value)

    @pytest.mark.parametrize("failure", [Answer(b"sorry", 500), Answer(b"<broken"), Answer(b"{", 200)], ids=str)
    @pytest.mark.parametrize("position", [0, 3, 6, 7])
    def test_a_bad_record(self, server: Loopback, network: Transport, failure: Answer, position: int) -> None:
        if self.passes_over:
            super().test_a_bad_record(server, network, failure, position)
            return
        # what is broken anywhere is broken as a whole
        with pytest.raises(SourceError):
            whole(self.reading(server, network, type(self).hub(entries(8)), lambda _: failure))
