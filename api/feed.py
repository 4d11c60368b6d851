"""Feeds: what happened, the latest first, as Atom (RFC 4287) in pages (RFC 5005, section 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from .texts import Reader

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that happened.

    Attributes:
        id: an IRI that stays the same; its page is there too.
        title: what happened, in a line.
        updated: when, in ISO 8601 with an offset from UTC.
        summary: what happened, in a few words.
        lines: the same in more of them.
        author: name of whoever is behind it; empty when that is not known.
        categories: terms.
        data: address of the same for machines; empty for none.
    """

    id: str
    title: str
    updated: str
    summary: str
    lines: Sequence[str]
    author: str
    categories: Sequence[str]
    data: str


def feed(
    address: str, title: str, home: str, updated: str, entries: Sequence[FeedEntry], *, page: int, pages: int, t: Reader
) -> bytes:
    """A page of a feed as an Atom document.

    Args:
        address: of the feed, which is its id too.
        title: what it is called.
        home: address of the page that shows the same.
        updated: when the latest thing happened, in ISO 8601 with an offset from UTC.
        entries: of this page.
        page: its number, from 1.
        pages: how many there are.
        t: who reads.
    """
    root = Element("feed", {"xmlns": ATOM, "xml:lang": t.language})
    SubElement(root, "id").text = address
    SubElement(root, "title").text = title
    SubElement(root, "updated").text = updated
    author = SubElement(root, "author")
    SubElement(author, "name").text = t("site.name")
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": home})
    for relation, number in _links(page, pages):
        href = address if number == 1 else f"{address}?page={number}"
        SubElement(root, "link", {"rel": relation, "type": "application/atom+xml", "href": href})
    for entry in entries:
        _append(root, entry)
    document: bytes = tostring(root, "utf-8", xml_declaration=True)
    return document


def _links(page: int, pages: int) -> Iterator[tuple[str, int]]:
    yield "self", page
    yield "first", 1
    if page > 1:
        yield "previous", page - 1
    if page < pages:
        yield "next", page + 1
    yield "last", pages


def _append(root: Element, entry: FeedEntry) -> None:
    node = SubElement(root, "entry")
    SubElement(node, "id").text = entry.id
    SubElement(node, "title").text = entry.title
    SubElement(node, "updated").text = entry.updated
    if entry.author:
        SubElement(SubElement(node, "author"), "name").text = entry.author
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.id})
    if entry.data:
        SubElement(node, "link", {"rel": "related", "type": "application/json", "href": entry.data})
    for term in entry.categories:
        SubElement(node, "category", {"term": term})
    SubElement(node, "summary").text = entry.summary
    if entry.lines:
        # markup as text, as RFC 4287 has it for HTML: it is escaped once more by the writer
        content = Element("ul")
        for line in entry.lines:
            SubElement(content, "li").text = line
        SubElement(node, "content", {"type": "html"}).text = tostring(content, "unicode")
