"""Runs text2term in an environment of its own: entries and terms as JSON in, its guesses as JSON out.

It is started by ``bench.matching_peers`` with the Python that has text2term, and imports nothing of this project.
"""

import json
import logging
import sys
from collections import defaultdict


def main() -> None:
    """Answer what stands on standard input."""
    from text2term.mapper import Mapper  # noqa: F401 - says early that it is not installed
    from text2term.term import OntologyTerm
    from text2term.tfidf_mapper import TFIDFMapper

    logging.disable(logging.CRITICAL)
    out, sys.stdout = sys.stdout, sys.stderr
    said = json.load(sys.stdin)
    labels = defaultdict(lambda: defaultdict(list))
    for text, iri, vocabulary in said["entries"]:
        labels[vocabulary][iri].append(text)
    answers = []
    for group in said["groups"]:
        terms = {}
        for vocabulary in group["vocabularies"] or labels:
            for iri, texts in labels[vocabulary].items():
                terms[iri] = OntologyTerm(iri, [*texts, *(terms[iri].labels if iri in terms else ())])
        answers.append(guesses(TFIDFMapper(terms), group["texts"]) if terms else [[] for _ in group["texts"]])
    json.dump(answers, out)


def guesses(mapper: object, texts: list) -> list:
    """For each text the IRIs that are offered, with their scores, best first."""
    numbers = [f"term:{number}" for number in range(len(texts))]
    table = mapper.map(texts, numbers, max_mappings=5, min_score=0.01)
    found = defaultdict(list)
    for _, row in table.iterrows():
        found[row["Source Term ID"]].append((row["Mapped Term IRI"], float(row["Mapping Score"])))
    return [sorted(found[number], key=lambda guess: -guess[1])[:5] for number in numbers]


if __name__ == "__main__":
    main()
