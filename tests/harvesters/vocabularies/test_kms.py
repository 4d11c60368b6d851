"""GCMD's pages: all of them, and counted."""

import pytest

from harvesters.errors import SourceError
from harvesters.transport import Transport
from harvesters.vocabularies import by_kms
from harvesters.vocabularies.transfers import fetch
from tests.harvesters.loopback import Answer, Answering, Loopback, Request
from tests.harvesters.vocabularies.order import winds

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
 xmlns:gcmd="https://gcmd.earthdata.nasa.gov/kms#">
<gcmd:gcmd><gcmd:hits>{hits}</gcmd:hits><gcmd:page_num>{number}</gcmd:page_num>
<gcmd:page_size>{size}</gcmd:page_size></gcmd:gcmd>
{concepts}</rdf:RDF>"""


def paged(total: int, hits: int | None = None) -> Answering:
    def answering(request: Request) -> Answer:
        number, size = int(request.query["page_num"]), by_kms.PAGE
        names = range((number - 1) * size, min(number * size, total))
        concepts = "".join(
            f'<skos:Concept rdf:about="https://w.example/{name}"><skos:prefLabel xml:lang="en">W {name}'
            "</skos:prefLabel></skos:Concept>"
            for name in names
        )
        text = PAGE.format(hits=total if hits is None else hits, number=number, size=size, concepts=concepts)
        return Answer(text.encode())

    return answering


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_kms, "PAGE", 3)


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (2, 1), (3, 1), (4, 2), (7, 3)])
def test_every_page_comes_and_they_add_up(total: int, pages: int, server: Loopback, transport: Transport) -> None:
    url = server.route("/kms/winds", paged(total))
    delivery = fetch(winds("kms", [url], "gcmd-rdf"), transport)
    assert delivery is not None
    assert len(delivery.documents) == pages
    assert (delivery.counted, delivery.lacking) == (True, "")
    assert server.requests[0].query == {"format": "rdf", "page_num": "1", "page_size": "3"}


def test_pages_that_do_not_add_up_are_told(server: Loopback, transport: Transport) -> None:
    delivery = fetch(winds("kms", [server.route("/kms/winds", paged(5, 8))], "gcmd-rdf"), transport)
    assert delivery is not None
    assert delivery.lacking == "5 / 8"


def test_a_page_that_comes_again_and_again_ends_it(server: Loopback, transport: Transport) -> None:
    concept = '<skos:Concept rdf:about="https://w.example/{}"/>'
    text = PAGE.format(hits=99, number=1, size=3, concepts=concept.format(1) + concept.format(2))
    with pytest.raises(SourceError, match="came twice"):
        fetch(winds("kms", [server.route("/kms/winds", Answer(text.encode()))]), transport)


def test_a_page_of_html_is_no_scheme(server: Loopback, transport: Transport) -> None:
    with pytest.raises(SourceError, match="HTML"):
        fetch(winds("kms", [server.route("/kms/winds", Answer(b"<html><body/></html>"))]), transport)
