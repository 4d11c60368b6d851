"""Fetching vocabularies from a Skosmos (REST API, version 1): as its dump where it has one, else concept by concept."""

from collections.abc import Iterator, Mapping
from json import JSONDecodeError, loads
from typing import Any
from urllib.parse import quote

from harvesters.errors import AnswerError, LoopError, MalformedError, StatusError
from harvesters.exchange import Request, Response
from harvesters.transport import Transport
from vocab.errors import VocabularyError
from vocab.namespace import SKOS
from vocab.reading import syntax
from vocab.reading.document import Document
from vocab.registry import Vocabulary
from vocab.term import is_iri

from .transfer import Delivery, Order

REST = "/rest/v1"
"""Where the interface is, below the address of a Skosmos."""

PAGE = 1000
"""Concepts of an index letter that are asked for at once."""

LARGEST = 200_000
"""Concepts of one vocabulary."""

_LEADING = (SKOS.broader, SKOS.narrower, SKOS.related, SKOS.member)
_TURTLE = "text/turtle"


def fetch(order: Order) -> Delivery:
    """The vocabularies at the addresses: all of a Skosmos, or the one that an address names. Errors as in ``Fetch``."""
    documents, told, got, counted = list[Document](), 0, 0, False
    for url in order.publication.urls:
        base, found, name = url.partition(REST)
        if not found:
            raise AnswerError(f"{url}: no address of Skosmos's interface, which has {REST} in it")
        interface = base + REST
        names = [name.strip("/")] if name.strip("/") else _vocabularies(order.transport, interface)
        for one in names:
            place = _Place(order.transport, f"{interface}/{quote(one)}", order.vocabulary)
            if dump := place.dump():
                documents.append(dump)
                continue
            walked = list(place.walk())
            if not walked:
                raise AnswerError(f"{interface}/{one}: no concept can be had")
            documents += [*place.frame(), *walked]
            counted, got, told = True, got + len(walked), told + max(place.count(), len(walked))
    return Delivery(documents, counted=counted, lacking=f"{got} / {told}" if got < told else "")


def _vocabularies(transport: Transport, interface: str) -> list[str]:
    """The ids of the vocabularies that a Skosmos has."""
    listed = transport.read(Request(f"{interface}/vocabularies", {"lang": "en"}), _json)
    return [one["id"] for one in _objects(listed, "vocabularies") if isinstance(one.get("id"), str)]


class _Place:
    """One vocabulary in a Skosmos."""

    def __init__(self, transport: Transport, url: str, vocabulary: Vocabulary) -> None:
        self._transport = transport
        self._url = url
        self._vocabulary = vocabulary

    def dump(self) -> Document | None:
        """The whole vocabulary as one document; None where none is configured."""
        url = f"{self._url}/data"
        try:
            response = self._transport.get(url, {"format": _TURTLE})
        except StatusError:
            return None
        if response.media_type == "text/html":
            return None
        return Document(url, response.content)

    def walk(self) -> Iterator[Document]:
        """What is said of each concept: those of the index and at the top, and those to which they lead."""
        left = dict.fromkeys(self._indexed())
        spaces = tuple({_space(iri) for iri in left} | {self._vocabulary.namespace})
        seen = set[str]()
        while left:
            iri, _ = left.popitem()
            seen.add(iri)
            if len(seen) > LARGEST:
                raise LoopError(f"{self._url}: more than {LARGEST} concepts")
            document = self._description(iri)
            if document is None:
                # an index may name what has been deleted since
                continue
            for linked in self._linked(document):
                if linked.startswith(spaces) and linked not in seen:
                    left[linked] = None
            yield document

    def frame(self) -> Iterator[Document]:
        """What is said of the schemes and of the groups of concepts."""
        about, groups = self._ask("", "en"), self._ask("groups", "en")
        for iri in dict.fromkeys((*_iris(about, "conceptschemes"), *_iris(groups, "groups"))):
            if document := self._description(iri):
                yield document

    def count(self) -> int:
        """How many concepts the vocabulary has, as the Skosmos counts them; 0 when it does not tell."""
        told = self._ask("vocabularyStatistics", "en")
        concepts = told.get("concepts") if isinstance(told, dict) else None
        count = concepts.get("count") if isinstance(concepts, dict) else None
        return count if isinstance(count, int) else 0

    def _ask(self, path: str, language: str) -> Any:
        """What one of the methods tells; None where it is not there, as in early versions."""
        try:
            return self._transport.read(Request(f"{self._url}/{path}", {"lang": language}), _json)
        except StatusError:
            return None

    def _description(self, iri: str) -> Document | None:
        """What is said of a resource; None when it is not there."""
        try:
            response = self._transport.get(f"{self._url}/data", {"uri": iri, "format": _TURTLE})
        except StatusError:
            return None
        return Document(f"{self._url}/data?uri={iri}&format={_TURTLE}", response.content)

    def _indexed(self) -> Iterator[str]:
        about = self._ask("", "en")
        languages = about.get("languages") if isinstance(about, dict) else None
        asked = [one for one in languages if isinstance(one, str)] if isinstance(languages, list) else []
        for language in asked or self._vocabulary.languages:
            yield from _iris(self._ask("topConcepts", language), "topconcepts")
            for letter in _texts(self._ask("index/", language), "indexLetters"):
                yield from self._of_letter(letter, language)

    def _of_letter(self, letter: str, language: str) -> Iterator[str]:
        seen = set[str]()
        for offset in range(0, LARGEST, PAGE):
            asked = {"lang": language, "limit": str(PAGE), "offset": str(offset)}
            url = f"{self._url}/index/{quote(letter, safe='')}"
            page = _iris(self._transport.read(Request(url, asked), _json), "indexConcepts")
            yield from page
            if len(page) < PAGE or seen.issuperset(page):
                return
            seen.update(page)

    def _linked(self, document: Document) -> list[str]:
        try:
            statements = list(syntax.statements(document, self._vocabulary, lambda _: None))
        except VocabularyError as error:
            raise AnswerError(f"{document.name}: no description of a concept: {error}") from error
        return [value[1:-1] for _, predicate, value in statements if predicate in _LEADING and is_iri(value)]


def _space(iri: str) -> str:
    """How the IRIs beside one begin."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _json(response: Response) -> Any:
    try:
        return loads(response.content)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(f"{response.url}: no JSON: {error}") from error


def _objects(told: Any, key: str) -> list[Mapping[str, Any]]:
    found = told.get(key) if isinstance(told, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _iris(told: Any, key: str) -> list[str]:
    return [one["uri"] for one in _objects(told, key) if isinstance(one.get("uri"), str) and one["uri"]]


def _texts(told: Any, key: str) -> list[str]:
    found = told.get(key) if isinstance(told, dict) else None
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
