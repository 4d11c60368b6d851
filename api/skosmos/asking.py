"""What a request asks: its parameters, checked, and the vocabulary that it is about."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from vocab.index import Resource, VocabularyEntry, VocabularyIndex
from vocab.label import chosen, matches
from vocab.schema import Kind

from .refusal import invalid, missing, no_concept

LONGEST = 2000
"""Characters of a parameter that is no search term."""

TRUE = ("true", "1", "on", "yes")
FALSE = ("false", "0", "off", "no")

_WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        index: of the vocabularies.
        base: the service's address, without a slash at the end.
        given: the parameters.
        accept: the header of that name.
        entry: the vocabulary that the address names; None when it names none.
        letter: of an alphabetical index, when the address names one.
    """

    index: VocabularyIndex
    base: str
    given: QueryParams
    accept: str = ""
    entry: VocabularyEntry | None = None
    letter: str = ""

    @property
    def vocabulary(self) -> VocabularyEntry:
        """The vocabulary that the address names.

        Raises:
            LookupError: it names none.
        """
        if self.entry is None:
            raise LookupError("the address names no vocabulary")
        return self.entry

    @property
    def address(self) -> str:
        """The address of the interface, or of its part for the vocabulary, with a slash at the end."""
        return f"{self.base}/rest/v1/" + (f"{self.entry.id}/" if self.entry else "")

    @property
    def language(self) -> str:
        """The language asked for; in a vocabulary, its own when none is."""
        return self.text("lang") or (default_language(self.entry) if self.entry else "")

    @property
    def content_language(self) -> str:
        """The language of labels, when it is to differ from that of names."""
        return self.text("clang") or self.language

    def text(self, name: str) -> str:
        """A parameter; empty when it is not given.

        Raises:
            RefusalError: it is too long.
        """
        value = self.given.get(name, "")
        if len(value) > LONGEST:
            raise invalid(name)
        return value.strip()

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a parameter."""
        return tuple(self.text(name).split())

    def needed(self, name: str) -> str:
        """A parameter.

        Raises:
            RefusalError: it is missing.
        """
        value = self.text(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """A parameter that says yes or no; the default when it says neither."""
        value = self.text(name).lower()
        return value in TRUE or (default and value not in FALSE)

    def choice(self, name: str, *values: str) -> str:
        """A parameter that has one of some values, the first of which when it is not given.

        Raises:
            RefusalError: it has another one.
        """
        value = self.text(name) or values[0]
        if value not in values:
            raise invalid(name)
        return value

    def whole(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        """A whole number; one that is too large counts as the largest.

        Raises:
            RefusalError: it is none, or too small.
        """
        text = self.text(name)
        if not text:
            return default
        if not _WHOLE.fullmatch(text) or int(text) < low:
            raise invalid(name)
        return min(int(text), high)

    def concept(self) -> Resource:
        """The concept that the parameter ``uri`` names in the vocabulary.

        Raises:
            RefusalError: it is missing, or no concept of the vocabulary.
        """
        return self.resource(Kind.CONCEPT)

    def resource(self, kind: Kind = Kind.OTHER) -> Resource:
        """What the parameter ``uri`` names, in the vocabulary or in the first that describes it.

        Raises:
            RefusalError: it is missing, or nothing here.
        """
        uri = self.needed("uri")
        found = self.index.resource(uri, self.entry.id if self.entry else "", kind)
        if found is None:
            raise no_concept(uri)
        return found

    def title(self, entry: VocabularyEntry, language: str = "") -> str:
        """The title of a vocabulary."""
        return chosen(entry.titles, language or self.language, default_language(entry))[0]

    def marking(self) -> Callable[[Mapping[str, str]], str | None]:
        """What makes of labels by language the one to show, for the request's language and vocabulary.

        It is followed by its language in brackets when that is not the one asked for; None when there is no label.
        """
        asked, own = self.language, default_language(self.entry) if self.entry else ""

        def mark(labels: Mapping[str, str]) -> str | None:
            text = labels.get(asked)
            if text:
                return text
            text, spoken = chosen(labels, asked, own)
            if not text:
                return None
            return f"{text} ({spoken})" if spoken and asked and not matches(spoken, asked) else text

        return mark

    def marked(self, labels: Mapping[str, str]) -> str | None:
        """The label to show, marked (``marking``)."""
        return self.marking()(labels)


def default_language(entry: VocabularyEntry) -> str:
    """A vocabulary's own language: the first that it declares."""
    return next(iter(entry.languages), "")
