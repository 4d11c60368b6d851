"""Fetching registers of a linked-data registry after UKGovLD, with the registers below them."""

from collections import deque
from collections.abc import Iterable
from urllib.parse import urlsplit

from harvesters.address import permit
from harvesters.errors import AnswerError, LoopError
from vocab.errors import VocabularyError
from vocab.namespace import RDF, REG
from vocab.reading import syntax
from vocab.reading.document import Document
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, is_iri

from .transfer import Delivery, Order

WANTED = {"_format": "ttl", "_view": "with_metadata", "status": "valid"}
"""Turtle with who submitted what and when, of entities that are valid."""

LARGEST = 2000
"""Registers, and pages of them, of one vocabulary."""

_NEXT = ("<http://www.w3.org/ns/ldp#nextPage>", "<http://www.w3.org/1999/xhtml/vocab#next>")


def fetch(order: Order) -> Delivery:
    """The registers and all that lie below them, page by page. Errors as in ``Fetch``."""
    documents = list[Document]()
    for url in order.publication.urls:
        left, seen = deque([url]), {_key(url)}
        while left:
            address = left.popleft()
            if len(documents) >= LARGEST:
                raise LoopError(f"{url}: more than {LARGEST} registers and pages")
            response = order.transport.get(address, {} if _is_page(address) else WANTED, referrer=url)
            document = Document(address, response.content)
            documents.append(document)
            for link in _links(document, order.vocabulary):
                target = _within(url, link)
                if target and _key(target) not in seen:
                    seen.add(_key(target))
                    left.append(target)
    return Delivery(documents)


def _links(document: Document, vocabulary: Vocabulary) -> list[str]:
    """The next page and the registers that a document lists.

    Raises:
        AnswerError: it is no RDF.
    """
    try:
        statements: Iterable[Triple] = list(syntax.statements(document, vocabulary, lambda _: None))
    except VocabularyError as error:
        raise AnswerError(f"{document.name}: no register: {error}") from error
    defined, entities, registers = dict[Term, Term](), dict[Term, Term](), set[Term]()
    following = list[Term]()
    for subject, predicate, value in statements:
        if predicate in _NEXT:
            following.append(value)
        elif predicate == REG.definition:
            defined[subject] = value
        elif predicate == REG.entity:
            entities[subject] = value
        elif predicate in (RDF.type, REG.itemClass) and value == REG.Register:
            registers.add(subject)
    for item, definition in defined.items():
        if item in registers and definition in entities:
            registers.add(entities[definition])
    named = sorted(one for one in registers if is_iri(one) and one not in defined)
    return [term[1:-1] for term in (*following, *named) if is_iri(term)]


def _within(url: str, link: str) -> str:
    """A link as an address below another one; empty when it leads elsewhere.

    Registries name by http what they serve by https.
    """
    try:
        here, there = urlsplit(url), urlsplit(link)
    except ValueError:
        return ""
    path = here.path.rstrip("/")
    if there.netloc != here.netloc or not (there.path.rstrip("/") + "/").startswith(path + "/"):
        return ""
    target = there._replace(scheme=here.scheme, fragment="").geturl()
    permit(url, target)
    return target


def _key(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _is_page(address: str) -> bool:
    """Whether an address already says what is wanted, as that of a further page does."""
    return "_page=" in address
