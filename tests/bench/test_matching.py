"""The ground truth of matching, and how links and suggestions are judged by it."""

import sys
from pathlib import Path

import pytest

from bench.keyword_pairs import GCMD, Pair, cited, read_pairs
from bench.matching_peers import VARIABLE, Entry, Guess, PeerError, Question, equality, text2term
from bench.matching_truth import Case, cases, figures, judged, learnt
from vocab.candidate import Answer, Asked, Basis, Candidate, Method

ISO = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gmx="http://www.isotc211.org/2005/gmx"
  xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:xlink="http://www.w3.org/1999/xlink">
  <gmd:language><gmd:LanguageCode codeListValue="fre"/></gmd:language>
  <gmd:descriptiveKeywords><gmd:MD_Keywords>
    <gmd:keyword><gmx:Anchor xlink:href="https://x.example/1">Nuages
      bas</gmx:Anchor><gmd:PT_FreeText><gmd:textGroup>
      <gmd:LocalisedCharacterString locale="#EN">Low clouds</gmd:LocalisedCharacterString>
    </gmd:textGroup></gmd:PT_FreeText></gmd:keyword>
    <gmd:keyword><gco:CharacterString>free</gco:CharacterString></gmd:keyword>
    <gmd:keyword><gmx:Anchor xlink:href="https://x.example/2">https://x.example/2</gmx:Anchor></gmd:keyword>
    <gmd:type><gmd:MD_KeywordTypeCode codeListValue="theme"/></gmd:type>
    <gmd:thesaurusName><gmd:CI_Citation><gmd:title><gco:CharacterString>Words</gco:CharacterString></gmd:title>
    </gmd:CI_Citation></gmd:thesaurusName>
  </gmd:MD_Keywords></gmd:descriptiveKeywords>
</gmd:MD_Metadata>"""
DIF = """<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/">
  <Science_Keywords uuid="u1"><Category>EARTH SCIENCE</Category><Topic>OCEANS</Topic>
    <Detailed_Variable>mine</Detailed_Variable></Science_Keywords>
  <Platform uuid="u2"><Type>x</Type><Short_Name>A</Short_Name><Long_Name>B</Long_Name></Platform></DIF>"""
STAC = (
    """{"a": [{"themes": [{"scheme": "https://s.example", "concepts": [{"id": "c", "title": "Sea"}, {"id": "d"}]}]}]}"""
)


def test_pairs_are_read_from_each_kind_of_record(tmp_path: Path) -> None:
    records, graphs = tmp_path / "records", tmp_path / "graphs"
    for folder in (records / "a", graphs):
        folder.mkdir(parents=True)
    for name in ("AERIS", "FORMATER", "THEIA"):
        (graphs / f"{name}_graph.ttl").write_text("")
    for name, content in {"a.xml": ISO, "b.xml": DIF, "c.json": STAC, "d.xml": "<a>", "e.json": "{"}.items():
        (records / "a" / name).write_text(content, "utf-8")
    assert read_pairs(records, graphs) == [
        Pair("A > B", "en", "platform", "GCMD Platforms", f"{GCMD}u2", "a"),
        Pair("EARTH SCIENCE > OCEANS", "en", "theme", "GCMD Science Keywords", f"{GCMD}u1", "a"),
        Pair("Low clouds", "en", "theme", "Words", "https://x.example/1", "a"),
        Pair("Nuages bas", "fr", "theme", "Words", "https://x.example/1", "a"),
        Pair("Sea", "", "theme", "https://s.example", "https://s.example/c", "a"),
    ]


@pytest.mark.parametrize(
    ("address", "concept"),
    [
        ("http://www.eionet.europa.eu/gemet/nl/inspire-theme/am", "http://inspire.ec.europa.eu/theme/am"),
        ("SDN:P021:35:ATTN", "http://vocab.nerc.ac.uk/collection/P02/current/ATTN/"),
        ("SDN:P02::TEMP", "http://vocab.nerc.ac.uk/collection/P02/current/TEMP/"),
        ("https://op.europa.eu/-/resource?uri=http://data.europa.eu/bna/c_1", "http://data.europa.eu/bna/c_1"),
        ("https://x.example/1", "https://x.example/1"),
    ],
)
def test_pages_lead_to_their_concept(address: str, concept: str) -> None:
    assert cited(address) == concept


def case(address: str, *right: str) -> Case:
    return Case(Pair("a", "en", "", "T", address, "a"), frozenset(right))


def answer(iri: str, score: float, rival: float = 0.0, method: Method = Method.LABEL) -> Answer:
    best = Candidate(iri, "v", "a", "en", score, method, "a", "en", "v", deprecated=False, replaced="")
    return Answer(Asked("a"), (best,), rival, Basis.NAMED)


def test_figures_count_links_where_none_should_be_made() -> None:
    all_cases = [case("https://x/1", "x/1"), case("https://x/2", "x/2"), case("https://x/3"), case("https://x/4")]
    results = [
        judged(all_cases[0], ["https://x/1"], linked=True),
        judged(all_cases[1], ["https://x/9", "https://x/2"], linked=False),
        judged(all_cases[2], ["https://x/9"], linked=True),
        judged(all_cases[3], [], linked=False),
    ]
    assert figures(all_cases, results) == [4, 2, 2, 1, 0.5, 0.5, 0.5, 1.0]


def test_a_score_is_learnt_where_enough_links_are_right() -> None:
    right = [(case(f"https://x/{n}", f"x/{n}"), answer(f"https://x/{n}", 0.95)) for n in range(40)]
    wrong = [
        (case("https://x/a"), answer("https://x/b", 0.8)),
        (case("https://x/c"), answer("https://x/d", 0.9, 0.9)),
        (case("https://x/e"), answer("https://x/f", 0.81)),
    ]

    def least(pairs: list[tuple[Case, Answer]], *, path: bool) -> float | None:
        return learnt([one for one, _ in pairs], [other for _, other in pairs], Basis.NAMED, path=path)

    assert least([*right, *wrong], path=False) == pytest.approx(0.82)
    assert least([*right, *wrong], path=True) is None
    assert least(right[:4], path=False) is None


def test_pairs_that_cannot_be_judged_are_left_out() -> None:
    class Everything:
        @staticmethod
        def right(address: str) -> frozenset[str]:
            return frozenset({address})

    pairs = [
        Pair("a", "en", "", "CF", "http://vocab.nerc.ac.uk/collection/P07/current/X/", "a"),
        Pair("b", "en", "", "", "https://x/1", "a"),
        Pair("b", "en", "", "", "https://x/1", "b"),
    ]
    found, left_out = cases(pairs, Everything())  # type: ignore[arg-type]
    assert [one.pair.text for one in found] == ["b"]
    assert sum(left_out.values()) == 1


ENTRIES = [Entry("Wind", "x:1", "a"), Entry("wind", "x:2", "b"), Entry("Sea", "x:3", "b")]


def test_plain_equality_is_a_peer() -> None:
    questions = [Question("WIND", frozenset()), Question("wind", frozenset({"a"})), Question("winds", frozenset())]
    assert equality(ENTRIES, questions) == [[Guess("x:1", 1.0), Guess("x:2", 1.0)], [Guess("x:1", 1.0)], []]


def test_a_peer_that_is_absent_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(PeerError, match=VARIABLE):
        text2term(ENTRIES, [Question("wind", frozenset())])
    monkeypatch.setenv(VARIABLE, sys.executable)
    with pytest.raises(PeerError, match="text2term"):
        text2term(ENTRIES, [Question("wind", frozenset())])
