"""From a term to the concepts that it may mean: by every method, ranked, and never guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.holdings import library
from vocab.candidate import BASES, HINTS, SCORES, TRUST, Answer, Asked, Basis, Method
from vocab.concept import Concept
from vocab.index import VocabularyIndex
from vocab.library import in_memory
from vocab.mapping_file import load_sets
from vocab.namespace import SKOS
from vocab.registry import Vocabulary


def vocabulary(name: str, facet: str, title: str, *aliases: str, base: str = "") -> Vocabulary:
    base = base or f"https://{name}.example/"
    return Vocabulary(name, {"en": title}, Path(), base, base, ("en", "fr"), "", "", "", facet, aliases)


THEMES = vocabulary("themes", "theme", "Earth themes", "ET", "Thèmes de la Terre")
SENSORS = vocabulary("sensors", "instrument", "Sensor list")
SHIPS = vocabulary("ships", "platform", "Own platforms", "NASA platforms", base="https://w3id.org/terrafair/platform/")
SEAS = vocabulary("seas", "place", "Sea areas")


def concept(vocabulary_: Vocabulary, name: str, *labels: str, **more: object) -> Concept:
    """A concept by English and French label, then alternative English ones."""
    preferred = dict(zip(("en", "fr"), labels[:2], strict=False))
    others = tuple((label, "en") for label in labels[2:])
    return Concept(f"<{vocabulary_.namespace}{name}>", vocabulary_.id, preferred, others, **more)  # type: ignore[arg-type]


def term(vocabulary_: Vocabulary, name: str) -> str:
    return f"<{vocabulary_.namespace}{name}>"


CONCEPTS = (
    concept(THEMES, "earth", "EARTH SCIENCE", "Sciences de la Terre"),
    concept(THEMES, "air", "Atmosphere", "Atmosphère", broader=(term(THEMES, "earth"),)),
    concept(THEMES, "water", "Hydrosphere", "Hydrosphère", broader=(term(THEMES, "earth"),)),
    concept(THEMES, "clouds", "Clouds", "Nuages", notation="T7", broader=(term(THEMES, "air"),)),
    concept(THEMES, "vapour", "Vapour", "Vapeur", broader=(term(THEMES, "air"),)),
    concept(THEMES, "vapour2", "Vapour", "Vapeur", broader=(term(THEMES, "water"),)),
    concept(THEMES, "lakes", "Lakes/Reservoirs", "Lacs", broader=(term(THEMES, "water"),)),
    concept(THEMES, "quality", "Water quality", "Qualité de l'eau", "quality of waters"),
    concept(THEMES, "old", "Ozone hole", "Trou d'ozone", deprecated=True),
    concept(THEMES, "ozone", "Ozone layer", "Couche d'ozone", "Ozone hole"),
    concept(THEMES, "vent", "Vent", "Évent"),
    concept(THEMES, "wind", "Wind", "Vent"),
    concept(
        *(THEMES, "snow", "Snow cover", "Couverture de neige"),
        matches=((SKOS.exactMatch, "<https://elsewhere.example/snow>"),),
    ),
    concept(SENSORS, "ctd", "CTD", "CTD", "Conductivity, temperature, depth"),
    concept(SENSORS, "modis", "MODIS", "MODIS", "Moderate Resolution Imaging Spectroradiometer"),
    concept(SENSORS, "s1", "Landsat 7", "Landsat 7"),
    concept(SENSORS, "s2", "Landsat 8", "Landsat 8"),
    concept(SHIPS, "aqua", "Aqua", "Aqua"),
    concept(SHIPS, "ctd", "CTD", "CTD"),
    concept(SEAS, "snow", "Snowy areas", "Zones de neige", matches=((SKOS.exactMatch, term(THEMES, "snow")),)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VocabularyIndex]:
    path = tmp_path_factory.mktemp("lookup") / "index.sqlite"
    library((THEMES, SENSORS, SHIPS, SEAS), CONCEPTS).write_index(path)
    opened = VocabularyIndex(path)
    yield opened
    opened.close()


def found(answer: Answer) -> list[tuple[str, Method]]:
    return [(one.iri.rpartition("/")[2], one.method) for one in answer.candidates]


@pytest.mark.parametrize(
    ("text", "name", "method"),
    [
        ("http://themes.example/clouds/", "clouds", Method.URI),
        ("https://elsewhere.example/snow", "snow", Method.EXACT_MATCH),
        ("T7", "clouds", Method.NOTATION),
        ("clouds", "clouds", Method.LABEL),
        ("CLOUDS", "clouds", Method.LABEL),
        ("quality of waters", "quality", Method.ALTERNATIVE),
        ("Cloud", "clouds", Method.VARIANT),
        ("quality, water", "quality", Method.VARIANT),
        ("qualite de l eau", "quality", Method.LABEL),
        ("Qualités de l’eau", "quality", Method.VARIANT),
        ("Earth Science > Atmosphere > Clouds", "clouds", Method.PATH),
        ("Atmosphere > Vapour", "vapour", Method.PATH),
        ("Hydrosphere>Vapour", "vapour2", Method.PATH),
        ("Ozane layers", "ozone", Method.FUZZY),
    ],
)
def test_each_method(index: VocabularyIndex, text: str, name: str, method: Method) -> None:
    answer = index.lookup.answer(Asked(text, thesaurus="Earth themes"))
    assert found(answer)[0] == (name, method)
    assert answer.automatic is (method is not Method.FUZZY or answer.candidates[0].score >= TRUST[Basis.NAMED].score)


def test_short_and_long_name(index: VocabularyIndex) -> None:
    lookup = index.lookup
    both = lookup.answer(Asked("MODIS > Moderate Resolution Imaging Spectroradiometer"))
    assert found(both)[0] == ("modis", Method.PATH)
    assert both.automatic
    brackets = lookup.answer(Asked("Conductivity temperature depth (CTD)", thesaurus="Sensor list"))
    assert found(brackets)[0] == ("ctd", Method.VARIANT)
    short = lookup.answer(Asked("MODIS > something else", thesaurus="Sensor list"))
    assert found(short)[0] == ("modis", Method.LABEL)
    assert short.candidates[0].score < both.candidates[0].score


def test_what_the_end_of_a_path_is_like_is_suggested(index: VocabularyIndex) -> None:
    answer = index.lookup.answer(Asked("EARTH SCIENCE > HYDROSPHERE > LAKES", thesaurus="ET"))
    assert ("lakes", Method.FUZZY) in found(answer)
    assert not answer.automatic


def test_the_named_thesaurus_comes_first(index: VocabularyIndex) -> None:
    lookup = index.lookup
    for title in ("Sensor list", "sensor lists, version 2.1", "https://sensors.example/", "sensors", "List of sensors"):
        answer = lookup.answer(Asked("CTD", thesaurus=title))
        assert answer.basis is Basis.NAMED, title
        assert [(one.vocabulary, answer.automatic) for one in answer.candidates[:1]] == [("sensors", True)]
        assert answer.candidates[1].score <= 0.5


def test_a_vocabulary_that_stands_in_only_suggests(index: VocabularyIndex) -> None:
    lookup = index.lookup
    foreign, own = (lookup.answer(Asked("Aqua", thesaurus=title)) for title in ("NASA platforms", "Own platforms"))
    assert (foreign.basis, own.basis) == (Basis.STAND_IN, Basis.NAMED)
    assert found(foreign) == found(own)
    assert (foreign.automatic, own.automatic) == (False, True)


def test_nothing_is_linked_by_a_name_alone(index: VocabularyIndex) -> None:
    for thesaurus in ("", "Words of my own"):
        answer = index.lookup.answer(Asked("Clouds", thesaurus=thesaurus))
        assert found(answer) == [("clouds", Method.LABEL)]
        assert not answer.automatic
    assert index.lookup.answer(Asked("Clouds"), ["themes"]).automatic


def test_ambiguity_is_shown(index: VocabularyIndex) -> None:
    lookup = index.lookup
    answer = lookup.answer(Asked("Vapour", thesaurus="Earth themes"), limit=1)
    assert answer.ambiguous
    assert not answer.automatic
    assert len(answer.candidates) == 1
    everywhere = lookup.answer(Asked("CTD"))
    assert everywhere.ambiguous
    assert found(everywhere) == [("ctd", Method.LABEL)] * 2


def test_the_language_decides_between_homonyms(index: VocabularyIndex) -> None:
    lookup = index.lookup
    for language, name in (("fr", "wind"), ("en", "vent"), ("fr-CA", "wind")):
        answer = lookup.answer(Asked("vent", language, thesaurus="Earth themes"))
        assert found(answer)[0] == (name, Method.LABEL), language
        assert answer.candidates[1].method is Method.OTHER_LANGUAGE
        assert answer.automatic


def test_the_hint_decides_between_vocabularies(index: VocabularyIndex) -> None:
    answers = {hint: index.lookup.answer(Asked("CTD", hint=hint)) for hint in ("instrument", "platform")}
    assert answers["instrument"].candidates[0].vocabulary == "sensors"
    assert answers["platform"].candidates[0].vocabulary == "ships"
    asked = index.lookup.answer(Asked("CTD", hint="platform"), ["sensors", "ships"])
    assert asked.candidates[0].vocabulary == "ships"
    assert asked.automatic


def test_what_is_deprecated_comes_last(index: VocabularyIndex) -> None:
    answer = index.lookup.answer(Asked("Ozone hole", thesaurus="Earth themes"))
    by_name = {one.iri.rpartition("/")[2]: one for one in answer.candidates}
    assert (by_name["old"].deprecated, by_name["ozone"].deprecated) == (True, False)
    assert by_name["old"].score < by_name["ozone"].score


def test_a_name_elsewhere_leads_to_what_is_exactly_the_same(index: VocabularyIndex) -> None:
    answer = index.lookup.answer(Asked("Snowy areas", thesaurus="Earth themes"))
    best = answer.candidates[0]
    assert (best.iri, best.method) == ("https://themes.example/snow", Method.EXACT_MATCH)
    assert (best.evidence, best.evidence_vocabulary) == ("Snowy areas", "seas")
    assert not answer.automatic


def test_concepts_that_are_the_same_are_no_rivals(tmp_path: Path) -> None:
    one, two = concept(THEMES, "a", "Ice"), concept(SEAS, "a", "Ice", matches=((SKOS.exactMatch, term(THEMES, "a")),))
    index = library((THEMES, SEAS), (one, two)).index()
    answer = index.lookup.answer(Asked("ice"), ["themes", "seas"])
    assert found(answer) == [("a", Method.LABEL)] * 2
    assert not answer.ambiguous
    assert answer.automatic
    index.close()


def test_numbers_are_no_slips(index: VocabularyIndex) -> None:
    answer = index.lookup.answer(Asked("Landsat 9", thesaurus="Sensor list"))
    assert answer.candidates
    assert all(one.score < TRUST[Basis.NAMED].score for one in answer.candidates)


def test_labels_are_in_the_language_of_the_term(index: VocabularyIndex) -> None:
    lookup = index.lookup
    labels = {language: lookup.answer(Asked("T7", language)).candidates[0] for language in ("en-gb", "fr", "de", "")}
    assert {language: (one.label, one.language) for language, one in labels.items()} == {
        "en-gb": ("Clouds", "en"), "fr": ("Nuages", "fr"), "de": ("Nuages", "fr"), "": ("Nuages", "fr")
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ">", "> > >", "**", '"', "''", "a", "%", "NEAR(a b)", "a AND b OR", "x" * 10_000, "a > " * 2000),
        *(
            "\x00",
            "\ud800",
            "http://",
            "https://x/" + "y" * 3000,
            "(",
            "a (b) (c",
            "😀😀😀",
            "; DROP TABLE label",
            "* *",
        ),
    ],
)
def test_bad_input_is_answered(index: VocabularyIndex, text: str) -> None:
    for thesaurus in ("", "Earth themes", text):
        answer = index.lookup.answer(Asked(text, text, "", thesaurus))
        assert len(answer.candidates) <= 5
        assert not answer.automatic or answer.candidates


def test_the_same_term_is_looked_up_once(index: VocabularyIndex) -> None:
    asked = [Asked("clouds"), Asked("wind"), Asked("clouds")]
    answers = index.lookup.answers(asked)
    assert [answer.asked for answer in answers] == asked
    assert answers[0] is answers[2]


def test_scores_are_ordered_and_bounded() -> None:
    assert all(0 < score <= 1 for score in SCORES.values())
    assert set(SCORES) == set(Method)
    assert set(TRUST) == set(BASES) == set(Basis)
    assert SCORES[Method.EXACT_MATCH] < TRUST[Basis.NAMED].score
    assert set(HINTS) == {"theme", "platform", "instrument", "parameter", "place", "unit"}


def test_many_labels_are_searched_by_trigrams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vocab.nearby.FEW", 3)
    index = library((THEMES,), [one for one in CONCEPTS if one.vocabulary == "themes"]).index()
    for text, name in (("Ozone layr", "ozone"), ("Watr quality", "quality"), ("Hydrosphera", "water")):
        for thesaurus in ("", "Earth themes"):
            assert (name, Method.FUZZY) in found(index.lookup.answer(Asked(text, thesaurus=thesaurus))), text
    index.close()


def test_a_named_thesaurus_is_found_among_many(tmp_path: Path) -> None:
    crowd = [concept(SENSORS, f"c{number}", "Wind") for number in range(150)]
    index = library((SENSORS, THEMES), [*crowd, concept(THEMES, "wind", "Wind")]).index()
    for text in ("Wind", "winds", "Earth > Wind"):
        answer = index.lookup.answer(Asked(text, thesaurus="Earth themes"))
        assert answer.candidates[0].vocabulary == "themes", text
    assert index.lookup.answer(Asked("wind")).ambiguous
    index.close()


def test_titles_that_say_nothing_cite_nothing(index: VocabularyIndex) -> None:
    thesauri = index.lookup.thesauri
    for title in ("...", "version 3", "Something else entirely", "http://sensors.example/other"):
        assert not thesauri.cited(title).vocabularies, title
    for title in ("Earth themes - Part two", "All the themes (ET)", "http://themes.example/", "Theme, earth; v1.0"):
        assert [thesauri.id(number) for number in thesauri.cited(title).vocabularies] == ["themes"], title
    assert not thesauri.cited("Platforms, own").stand_in


def test_without_patience_only_names_that_agree_are_found(index: VocabularyIndex) -> None:
    near, agreeing = index.lookup.answers([Asked("Hydrosphear"), Asked("Hydrosphere")], patience=0)
    assert (near.candidates, near.complete, agreeing.complete) == ((), False, False)
    assert agreeing.candidates[0].iri.endswith("water")
    assert index.lookup.answer(Asked("Hydrosphear")).candidates


def test_what_a_set_of_mappings_says_is_the_same_is_found(tmp_path: Path) -> None:
    file = tmp_path / "own.sssom.tsv"
    file.write_text(
        "#mapping_set_id: https://sets.example/own\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n"
        f"#  themes: {THEMES.namespace}\n#  far: https://far.example/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "themes:wind\tskos:exactMatch\tfar:1\tsemapv:ManualMappingCuration\n"
        "far:2\tskos:exactMatch\tfar:1\tsemapv:ManualMappingCuration\n",
        "utf-8",
    )
    held = library((THEMES,), CONCEPTS).holdings
    opened = in_memory(held, load_sets([file])).index()
    for address in ("https://far.example/1", "https://far.example/2"):
        (found,) = opened.lookup.answer(Asked(address)).candidates
        assert (found.iri, found.method) == (f"{THEMES.namespace}wind", Method.EXACT_MATCH)
    opened.close()
