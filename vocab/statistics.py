"""Statistics of a vocabulary: how many labels it has in each language, and how many resources of a kind."""

from .index import VocabularyIndex
from .schema import Kind, LabelKind


def label_counts(index: VocabularyIndex, vocabulary: str) -> dict[str, dict[LabelKind, int]]:
    """By language, how many labels of each kind the concepts of a vocabulary have; without one it is empty."""
    found = dict[str, dict[LabelKind, int]]()
    rows = index.connection.execute(
        "SELECT language, kind, count FROM label_count WHERE vocabulary = ? ORDER BY language, kind",
        index.numbers([vocabulary]),
    )
    for language, kind, count in rows:
        found.setdefault(language, {})[LabelKind(kind)] = count
    return found


def count_of_kind(index: VocabularyIndex, vocabulary: str, kind: Kind) -> int:
    """How many resources of a vocabulary are of a kind, whatever else they are."""
    # every combination by name: so the index of kinds serves, and nothing of other kinds is read
    kinds = ", ".join(str(one) for one in range(2 * max(Kind)) if one & kind)
    counted: int = index.connection.execute(
        f"SELECT count(*) FROM resource WHERE vocabulary = ? AND kind IN ({kinds})", index.numbers([vocabulary])
    ).fetchone()[0]
    return counted
