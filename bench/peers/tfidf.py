"""Runs text2term in an environment of its own: entries and terms as JSON in, its guesses as JSON out.

It is started by ``bench.matching_peers`` with the Python that has text2term, and imports nothing of this project.
"""

import json
import logging
import sys
from collections import defaultdict
from typing import Any


def main() -> None:
    """Answer what stands on standard input."""
    from text2term.term import OntologyTerm
    from text2term.tfidf_mapper import TFIDFMapper

    logging.disable(logging.CRITICAL)
    out, sys.stdout = sys.stdout, sys.stderr
    said = json.load(sys.stdin)
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for text, iri, vocabulary in said["entries"]:
        labels[vocabulary][iri].append(text)
    answers = []
    for group in said["groups"]:
        terms: dict[str, Any] = {}
        for vocabulary in group["vocabularies"] or labels:
            for iri, texts in labels[vocabulary].items():
                terms[iri] = OntologyTerm(iri, [*texts, *(terms[iri].labels if iri in terms else ())])
        answers.append(guesses(TFIDFMapper(terms), group["texts"]) if terms else [[] for _ in group["texts"]])
    json.dump(answers, out)


def guesses(mapper: Any, texts: list[str]) -> list[list[tuple[str, float]]]:
    """For each text the IRIs that are offered, with their scores, best first."""
    numbers = [f"term:{number}" for number in range(len(texts))]
    table = mapper.map(texts, numbers, max_mappings=5, min_score=0.01)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for _, row in table.iterrows():
        found[row["Source Term ID"]].append((row["Mapped Term IRI"], float(row["Mapping Score"])))
    return [sorted(found[number], key=lambda guess: -guess[1])[:5] for number in numbers]


if __name__ == "__main__":
    main()
