"""Search of labels against the plainest program that does the same: look at every label."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.holdings import index_of
from vocab import label_place, label_search
from vocab.concept import Concept
from vocab.index import VocabularyIndex
from vocab.label import fold, normalise
from vocab.label_search import LabelSearch, Terms
from vocab.registry import Vocabulary

WORDS = (
    "eau",
    "Eau",
    "été",
    "ete",
    "mer",
    "MER",
    "air",
    "ai",
    "a",
    "ß",
    "x*y",
    "[b]",
    "don't",
    "d'eau",
    "œuf",
    "—",
    "b?",
)
LANGUAGES = ("en", "en-gb", "fr", "")


def vocabulary(id_: str) -> Vocabulary:
    base = f"https://{id_}.example/"
    return Vocabulary(id_, {"en": id_}, None, base, base, ("en",), "", "", base, "theme")


def concepts(rng: random.Random) -> Iterator[Concept]:
    def text() -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(1, 3)))

    for id_, number in product(("one", "two", "three"), range(30)):
        yield Concept(
            f"<https://{id_}.example/{number:02}>",
            id_,
            {language: text() for language in rng.sample(LANGUAGES, rng.randint(1, 3))},
            tuple((text(), rng.choice(LANGUAGES)) for _ in range(rng.randint(0, 2))),
            tuple((text(), rng.choice(LANGUAGES)) for _ in range(rng.randint(0, 1))),
            rng.choice(("", "E1", "eau 2")),
            deprecated=rng.random() < 0.1,
        )


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    ids = ("one", "two", "three")
    return index_of([vocabulary(id_) for id_ in ids], concepts(random.Random(11)))


@pytest.fixture(scope="module", params=["as it is", "hardly ever in passing", "hardly any looking"])
def search(request: pytest.FixtureRequest, index: VocabularyIndex) -> Iterator[LabelSearch]:
    """A search that goes the ways in a small index, too, which are otherwise taken in a large one."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "as it is":
            patch.setattr(label_place, "SHORT", 0)
            patch.setattr(label_place, "DENSE", 2.0)
            patch.setattr(label_search, "FIRST_BATCH", 3)
        if request.param == "hardly any looking":
            patch.setattr(label_place, "SCANNED", 2)
            patch.setattr(label_search, "FEW_RESOURCES", 1)
        yield LabelSearch(index)


def fitting(query: str, *, accents: bool) -> Callable[[str], bool]:
    keep = fold if accents else normalise
    parts = [part.casefold() if accents else normalise(part) for part in query.strip().split("*")]
    pattern = re.compile(".*".join(map(re.escape, parts)), re.DOTALL)
    return lambda text: pattern.fullmatch(keep(text)) is not None


def plainest(index: VocabularyIndex, terms: Terms) -> list[tuple[str, str, str]]:
    """Vocabulary, concept and label of what a search finds, in its order."""
    if not (terms.query.strip(" *") if terms.accents else normalise(terms.query.replace("*", " "))):
        return []
    fits = fitting(terms.query, accents=terms.accents)
    rows = index.connection.execute(
        "SELECT v.id, r.iri, l.text, l.language, l.kind, r.deprecated, r.number FROM label l"
        " JOIN resource r ON r.number = l.resource JOIN vocabulary v ON v.number = r.vocabulary WHERE l.concept"
        " ORDER BY l.position"
    ).fetchall()
    found = []
    for id_, iri, text, language, kind, deprecated, number in rows:
        spoken = not terms.language or kind == 5 or language in (terms.language, f"{terms.language}-gb")
        within = not terms.vocabularies or id_ in terms.vocabularies
        shown = not deprecated or id_ in terms.deprecated
        among = terms.among is None or number in terms.among
        if spoken and within and shown and among and fits(text):
            found.append((id_, iri, text, language, kind))
    if terms.unique:
        best = dict[tuple[str, str], tuple[int, str, str]]()
        for id_, iri, text, language, kind in found:
            away = bool(terms.language) and language not in (terms.language, f"{terms.language}-gb")
            merit = kind + away, language, text
            best[id_, iri] = min(best.get((id_, iri), merit), merit)
        found = [row for row in found if (row[3], row[2]) == best[row[:2]][1:]]
    parts = [normalise(part) for part in re.split(r"\*+", terms.query.strip())]
    if not terms.accents and len(parts) == 2 and not parts[1]:
        found.sort(key=lambda row: normalise(row[2]))
    return list(dict.fromkeys((id_, f"{iri} {language}", text) for id_, iri, text, language, _ in found))


def told(search: LabelSearch, terms: Terms, **page: int) -> list[tuple[str, str, str]]:
    return [(hit.vocabulary, f"{hit.concept} {hit.language}", hit.text) for hit in search.find(terms, **page)]


PIECES = st.sampled_from((*WORDS, *WORDS, "*", "*", "**", "e", "u", "r", "s", " ", "au", "er*", "'", "[", "?", "é"))
QUERIES = st.lists(PIECES, min_size=1, max_size=4).map("".join)
NARROWINGS: Sequence[tuple[str, ...]] = ((), ("one",), ("two", "three"), ("nothing",))


@settings(max_examples=250)
@given(
    query=QUERIES,
    language=st.sampled_from(("", "en", "fr", "de")),
    vocabularies=st.sampled_from(NARROWINGS),
    accents=st.booleans(),
    unique=st.booleans(),
    among=st.none() | st.sets(st.integers(1, 90)).map(frozenset),
)
def test_finds_what_looking_everywhere_finds(
    index: VocabularyIndex,
    search: LabelSearch,
    query: str,
    language: str,
    vocabularies: tuple[str, ...],
    accents: bool,
    unique: bool,
    among: frozenset[int] | None,
) -> None:
    terms = Terms(query, language, vocabularies, accents, ("two",), among, unique)
    expected = plainest(index, terms)
    if query.strip(" *"):
        assert told(search, terms) == expected
        part = [
            (hit.vocabulary, f"{hit.concept} {hit.language}", hit.text) for hit in search.find(terms, limit=3, offset=2)
        ]
        assert part == expected[2:5]


def test_nothing_is_special_but_the_star(search: LabelSearch) -> None:
    assert (
        {hit.text for hit in search.find(Terms("*x*y*"))} >= {hit.text for hit in search.find(Terms("*x?y*"))} == set()
    )
    for odd in (
        '"',
        "' OR 1=1 --",
        "eau AND mer",
        "NEAR(eau)",
        "eau OR",
        "(",
        "\x00",
        "\ue000",
        "a\ue000",
        "}",
        "%",
        "_",
    ):
        for query in (odd, f"{odd}*", f"*{odd}", f"*{odd}*", f"*{odd}*{odd}*"):
            for accents in (True, False):
                search.find(Terms(query, accents=accents))


def test_long_terms_end_soon(search: LabelSearch) -> None:
    for query in ("*a" * 5000, "a" * 10_000, "*" * 10_000, "*e*" * 160, "?" * 900, "[" * 900 + "*"):
        assert search.find(Terms(query)) == []
