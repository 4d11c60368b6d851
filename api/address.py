"""Addresses: what of an IRI may become a link in a page, where it leads, and how people read it."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode, urlsplit

from vocab.namespace import prefixed


@dataclass(frozen=True, slots=True)
class Item:
    """One value as it is shown.

    Attributes:
        text: what is read.
        language: two-letter code when it is not the reader's language.
        href: where it leads; empty for nowhere.
        note: a remark that follows it.
        foreign: whether ``href`` leads out of the service.
    """

    text: str
    language: str = ""
    href: str = ""
    note: str = ""
    foreign: bool = False


def is_web_address(address: str) -> bool:
    """Whether an address may become a link: only http and https do."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def link(iri: str, base: str) -> tuple[str, bool]:
    """Where a link to an IRI leads, and whether it leads out of the service; empty when it may not be a link."""
    if iri.startswith(f"{base}/"):
        return iri[len(base) :], False
    return (iri, True) if is_web_address(iri) else ("", False)


def concept_search(iri: str) -> str:
    """The address of the search for a concept."""
    return f"/search?{urlencode({'concept': iri})}"


def concept_address(iri: str, suffix: str = "") -> str:
    """The address of a concept's page, or of one of its other forms, such as ``.ttl``."""
    return f"/concept{suffix}?{urlencode({'uri': iri})}"


def tree_address(vocabulary: str, iri: str = "", after: str = "") -> str:
    """The address of the concepts below one, or of those at the top; behind one of them, when that is given."""
    given = {name: value for name, value in (("uri", iri), ("after", after)) if value}
    query = f"?{urlencode(given)}" if given else ""
    return f"/vocabulary/{quote(vocabulary, safe='')}/tree{query}"


def short_name(iri: str, base: str) -> str:
    """An IRI as people can read it: prefixed, as a path of this service, or its last part."""
    if iri.startswith(f"{base}/"):
        return iri[len(base) + 1 :]
    name = prefixed(f"<{iri}>")
    if name != iri:
        return name
    if not is_web_address(iri):
        return iri
    parts = urlsplit(iri)
    last = unquote(parts.fragment or parts.path.rstrip("/").rpartition("/")[2])
    return last if iri.startswith("https://w3id.org/terrafair/") else f"{parts.netloc}/…/{last}" if last else iri
