"""A vocabulary for tests of transfers."""

from collections.abc import Sequence

from vocab.registry import Publication, Vocabulary


def winds(via: str, urls: Sequence[str], form: str = "") -> Vocabulary:
    """A vocabulary of winds that is published in a way."""
    return Vocabulary(
        "winds",
        {"en": "Winds", "fr": "Vents"},
        None,
        "https://w.example/scheme",
        "https://w.example/",
        ("en", "fr"),
        "",
        "Wind institute",
        "https://w.example/",
        "parameter",
        publication=Publication(via, tuple(urls), form),
    )
