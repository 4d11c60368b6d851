"""How well terms are matched: links made without a person, and suggestions, on keywords whose concept is known.

The pairs are those of ``bench.keyword_pairs``, the address hidden; every vocabulary of the shared corpus is held. A
pair counts where its address is a concept of one of them, with labels; where it is not, no link should be made, and
one that is made is wrong. By a hash of the address the pairs are of one half or the other: what is trusted is learnt
on the first, and the figures are those of the second. A link is right when it leads to the concept of the pair, or to
one that a publisher calls exactly the same.

Further pairs are what publishers call exactly the same: a label of one concept has to find the other, in the
vocabulary of that, with all such statements hidden.
"""

import random
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import orjson

from vocab.address import comparable
from vocab.candidate import TRUST, Answer, Asked, Basis
from vocab.index import VocabularyIndex
from vocab.indexing import write_index
from vocab.loader import Holding
from vocab.lookup import Lookup

from .corpus import folder
from .corpus_vocabularies import LANGUAGES, corpus_holdings, synthetic_holding
from .keyword_pairs import Pair, read_pairs
from .matching_peers import Entry, Guess, PeerError, Question, equality, text2term
from .matching_truth import (
    FIGURES,
    GRID,
    PRECISION,
    RECALL,
    TOP,
    Case,
    Judged,
    Truth,
    by_method,
    cases,
    declared,
    figures,
    judged,
    learnt,
    thresholds,
)
from .report import Report, Value, options

TERMS = 10_000
"""Terms of the batch whose time is taken."""

SYNTHETIC = 200_000
"""Concepts of the vocabulary that is made up for it."""

QUICK = 300
"""Terms and concepts with ``--quick``."""


def same_elsewhere(index: VocabularyIndex) -> list[tuple[Asked, str, str]]:
    """Labels of concepts that publishers call exactly the same as one of another vocabulary: term, its id, its IRI."""
    rows = index.connection.execute(
        "SELECT r.labels, o.vocabulary, o.iri FROM mapping m JOIN resource r ON r.iri = m.subject AND r.kind & 1"
        " JOIN resource o ON o.key = m.key AND o.kind & 1 AND o.vocabulary <> r.vocabulary"
        " WHERE m.predicate = 'exactMatch' AND o.key <> r.key"
    )
    found = {
        (Asked(text, language), index.id_of(vocabulary), iri)
        for labels, vocabulary, iri in rows
        for language, text in orjson.loads(labels).items()
        if language in ("en", "fr")
    }
    return sorted(found)


def without_mappings(path: Path) -> VocabularyIndex:
    """A copy in memory of an index in which nothing is said to match anything."""
    connection = sqlite3.connect(":memory:")
    with sqlite3.connect(path) as kept:
        kept.backup(connection)
    connection.execute("DELETE FROM mapping")
    connection.execute("DELETE FROM alignment")
    connection.commit()
    return VocabularyIndex(connection.serialize())


def across(path: Path, limit: int | None) -> tuple[list[list[Value]], list[list[Value]]]:
    """Figures for what publishers call the same, and how many of the first candidates are right by their score."""
    with_all = VocabularyIndex(path)
    pairs = same_elsewhere(with_all)[:limit]
    lookup = without_mappings(path).lookup
    answers = [lookup.answer(asked, [vocabulary]) for asked, vocabulary, _ in pairs]
    all_cases = [Case(Pair(*asked, iri, ""), frozenset({comparable(iri)})) for asked, _, iri in pairs]
    rows: dict[tuple[str, float], list[int]] = defaultdict(lambda: [0, 0])
    results = []
    for case, answer in zip(all_cases, answers, strict=True):
        result = judged(case, [one.iri for one in answer.candidates], linked=answer.automatic)
        results.append(result)
        if answer.candidates and not answer.ambiguous:
            best = answer.candidates[0]
            rows[best.method, int(best.score * 50) / 50][not result.ranks[0]] += 1
    by_score: list[list[Value]] = [[method, score, *counts] for (method, score), counts in sorted(rows.items())]
    least = learnt(all_cases, answers, Basis.ASKED, path=False)
    return [[*figures(all_cases, results), least, declared(TRUST[Basis.ASKED].score)]], by_score


def peers(
    index: VocabularyIndex, all_cases: Sequence[Case], learning: Sequence[Case]
) -> tuple[list[list[Value]], list[str]]:
    """Figures of others on the same terms, and why one of them was not asked."""
    entries = [
        Entry(text, iri, vocabulary)
        for text, iri, vocabulary in index.connection.execute(
            "SELECT l.text, r.iri, v.id FROM label l JOIN resource r ON r.number = l.resource"
            " JOIN vocabulary v ON v.number = l.vocabulary WHERE l.concept ORDER BY l.position"
        )
    ]
    rows, notes = list[list[Value]](), list[str]()
    methods: dict[str, Callable[[Sequence[Entry], Sequence[Question]], list[list[Guess]]]] = {
        "plain label equality": equality,
        "text2term": text2term,
    }
    asked = [_question(index, case) for case in (*learning, *all_cases)]
    known = [_known(index, case) for case in (*learning, *all_cases)]
    for name, method in methods.items():
        try:
            guesses = method(entries, asked)
        except PeerError as error:
            notes.append(f"{name} is left out: {error}.")
            continue
        for where, allowed in (("", [True] * len(known)), (", where the thesaurus is known", known)):
            both = list(zip((*learning, *all_cases), guesses, allowed, strict=True))
            least = _best_threshold(both[: len(learning)])
            results = [_guessed(*one, least) for one in both[len(learning) :]]
            rows.append([f"{name}, links from {least:.2f}{where}", *figures(all_cases, results)])
    return rows, notes


def _question(index: VocabularyIndex, case: Case) -> Question:
    thesauri = index.lookup.thesauri
    named = thesauri.cited(case.pair.thesaurus).vocabularies if case.pair.thesaurus else frozenset()
    return Question(case.pair.text.rpartition(">")[2].strip(), frozenset(map(thesauri.id, named)))


def _known(index: VocabularyIndex, case: Case) -> bool:
    cited = index.lookup.thesauri.cited(case.pair.thesaurus)
    return bool(cited.vocabularies) and not cited.stand_in


def _guessed(case: Case, found: Sequence[Guess], allowed: bool, least: float) -> Judged:
    alone = len(found) == 1 or (len(found) > 1 and found[0].score > found[1].score)
    linked = bool(allowed and alone and found[0].score >= least)
    return judged(case, [guess.iri for guess in found], linked=linked)


def _best_threshold(learning: Sequence[tuple[Case, Sequence[Guess], bool]]) -> float:
    """The score from which links are best on the learning half, precision and recall weighed alike."""
    held = sum(bool(case.right) for case, _, _ in learning)

    def worth(score: float) -> float:
        results = [_guessed(*one, score) for one in learning]
        links = [one.ranks[0] for one in results if one.linked]
        return 2 * sum(links) / (len(links) + held)

    return max(reversed(GRID), key=worth)


def batch(index: VocabularyIndex, size: int, seed: int = 3) -> list[Asked]:
    """Terms such as records have: most as vocabularies write them, others slightly otherwise, misspelt or unknown."""
    chance = random.Random(seed)
    last = index.connection.execute("SELECT max(position) FROM label").fetchone()[0]
    labels = list[tuple[str, str, int]]()
    while len(labels) < 3 * size:
        labels += index.connection.execute(
            "SELECT text, language, vocabulary FROM label WHERE position = ? AND concept AND length(text) > 3",
            (chance.randint(1, last),),
        ).fetchall()
    terms = []
    for _ in range(size):
        (text, language, number), (other, _, _) = chance.choice(labels), chance.choice(labels)
        kind = chance.random()
        if kind < 0.2:
            text = text.upper()
        elif kind < 0.7:
            place = chance.randrange(len(text))
            variants = (f"{text}s", " ".join(reversed(text.split())), text[:place] + text[place + 1 :])
            text = text if kind < 0.5 else chance.choice(variants)
        elif kind < 0.8:
            text = f"{text.split()[0]} {other.split()[-1]} {seed}"
        thesaurus = index.id_of(number) if chance.random() < 0.4 else ""
        terms.append(Asked(text, language if chance.random() < 0.5 else "", "", thesaurus))
    return terms


def speed(root: Path, held: Sequence[Holding], concepts: int, size: int) -> list[Value]:
    """Time of a batch, with the corpus and a synthetic vocabulary held."""
    words = defaultdict[str, set[str]](set)
    small = VocabularyIndex(root / "corpus.sqlite")
    for text, language in small.connection.execute("SELECT text, language FROM label WHERE concept AND kind = 1"):
        words[language].update(word for word in text.split() if word.isalpha())
    chosen: Mapping[str, Sequence[str]] = {one: sorted(words[one] or words["en"]) for one in LANGUAGES}
    path = root / "large.sqlite"
    write_index(path, [*held, synthetic_holding(concepts, chosen)])
    index = VocabularyIndex(path)
    terms = batch(index, size)
    started = time.process_time()
    answers = Lookup(index.connection).answers(terms)
    spent = time.process_time() - started
    count = index.connection.execute("SELECT count(*) FROM label WHERE concept").fetchone()[0]
    found = Counter(answer.candidates[0].method.value if answer.candidates else "none" for answer in answers)
    return [
        count,
        len(terms),
        spent,
        1000 * spent / len(terms),
        ", ".join(f"{n} {one}" for one, n in found.most_common()),
    ]


SCORES = ("method", "score", "right", "wrong")
SPEED = ("labels", "terms", "seconds of processor", "ms a term", "found by")


def measure(*, quick: bool) -> Report:
    """The report."""
    report = Report("matching")
    pairs = read_pairs(folder("records"), folder("data-terra-graphs"))
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        held = corpus_holdings(folder("vocabularies"), root / "editions")
        path = root / "corpus.sqlite"
        write_index(path, held)
        index = VocabularyIndex(path)
        found, left_out = cases(pairs, Truth(index))
        _judge(report, index, found[::20] if quick else found, left_out)
        rows, by_score = across(path, QUICK if quick else None)
        columns = (*FIGURES, "learnt", "declared")
        report.add("same", "What publishers call exactly the same, found by its labels", columns, rows)
        report.add("scores", "First candidates of these that stand alone, by score", SCORES, by_score)
        row = speed(root, held, QUICK if quick else SYNTHETIC, QUICK if quick else TERMS)
        report.add("speed", "Time of a batch", SPEED, [row])
    return report


def _judge(report: Report, index: VocabularyIndex, found: Sequence[Case], left_out: Counter[str]) -> None:
    counts: list[list[Value]] = [[why, number] for why, number in sorted(left_out.items())]
    halves = [
        ("learning half", [one for one in found if one.learning]),
        ("test half", [one for one in found if not one.learning]),
    ]
    for title, half in halves:
        with_concept = sum(bool(case.right) for case in half)
        counts += [[f"{title}, with a concept", with_concept], [f"{title}, without", len(half) - with_concept]]
    report.add("pairs", "Pairs: those left out, and those that count", ("pairs", "number"), counts)
    lookup = index.lookup
    answers = {title: lookup.answers([case.asked for case in half]) for title, half in halves}
    learning, test = halves[0][1], halves[1][1]
    hidden = lookup.answers([case.asked._replace(thesaurus="") for case in learning])
    rows = thresholds(learning, answers["learning half"])
    rows += [["open, thesaurus hidden", *row[1:]] for row in thresholds(learning, hidden) if row[0] == Basis.OPEN]
    columns = ("basis", "terms", "with a concept", "learnt", "declared", "learnt for paths", "declared for paths")
    report.add("trust", "From which score links are trusted", columns, rows)
    rows = by_method(learning, answers["learning half"])
    report.add("methods", "First candidates of the learning half that stand alone", ("method", "right", "wrong"), rows)
    rows = [[f"this, {title}", *_figures_of(half, answers[title])] for title, half in halves]
    bare = [case.asked._replace(thesaurus="") for case in test]
    rows.append(["this, test half, thesaurus hidden", *_figures_of(test, lookup.answers(bare))])
    others, notes = peers(index, test, learning)
    rows += [[f"{row[0]}, test half", *row[1:]] for row in others]
    report.add("figures", "Links and suggestions", ("matcher", *FIGURES), rows)
    report.add(*_misses(test, answers["test half"]))
    report.notes.extend((*NOTES, *notes))


def _figures_of(half: Sequence[Case], answers: Sequence[Answer]) -> list[Value]:
    results = [
        judged(case, [one.iri for one in answer.candidates], linked=answer.automatic)
        for case, answer in zip(half, answers, strict=True)
    ]
    return figures(half, results)


def _misses(half: Sequence[Case], answers: Sequence[Answer]) -> tuple[str, str, tuple[str, ...], list[Sequence[Value]]]:
    """Terms of which the link is wrong, or is not made though there is a concept."""
    rows = list[Sequence[Value]]()
    for case, answer in zip(half, answers, strict=True):
        first = answer.candidates[0] if answer.candidates else None
        right = bool(first and comparable(first.iri) in case.right)
        if answer.automatic and not right:
            what = "wrong link"
        elif case.right and not answer.automatic:
            what = "no link, first is right" if right else "no link"
        else:
            continue
        said = f"{first.score:.2f} {first.method} {first.vocabulary}: {first.label}" if first else ""
        rows.append([what, case.pair.text, case.pair.thesaurus, case.pair.address, said])
    columns = ("what", "term", "thesaurus", "address", "first candidate")
    return "misses", "Misses of the test half", columns, sorted(rows, key=str)


NOTES = (
    f"Aimed at: links of precision {PRECISION} at recall {RECALL}, the right concept among the first five {TOP} of the",
    "time. Recall is of the terms with a concept. Peers get the last level of a path, and the vocabularies that the",
    "record's thesaurus is known to be; their links are first candidates that stand alone, from the score that does",
    "best on the learning half, precision and recall weighed alike; on all terms, and, as this project does it, only",
    "on those whose thesaurus is known.",
)


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    measure(quick=arguments.quick).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
