"""Changes of vocabularies: between two editions as JSON, CSV and a page, and from edition to edition as a feed.

Only editions up to the one that is served are spoken of: what was loaded since is not published yet.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby, islice
from urllib.parse import quote, urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from catalogue.search import Search
from vocab.difference import Change, ChangeKind
from vocab.edition import Edition
from vocab.errors import VocabularyError
from vocab.history import Step
from vocab.index import VocabularyEntry
from vocab.term import Term, iri_value, is_iri, literal_parts

from .address import Item, concept_address, short_name
from .caching import entity_tag, is_held
from .errors import NotFoundError, ParameterError
from .feed import FeedEntry, feed
from .layout import page
from .query import number
from .serving import SearchDep, ServingDep, publication
from .texts import MetadataText, Reader, reader
from .vocabulary_page import known

router = APIRouter(tags=["vocabulary"])

SHOWN = 200
"""Concepts of which a page shows the changes."""

IN_ENTRY = 20
"""Changes that an entry of a feed tells one by one."""

ENTRIES = 20
"""Entries on a page of a feed."""

MAX_PAGE = 100_000

COLUMNS = ("change", "uri", "labels_before", "labels_after", "before", "after")
"""The columns of changes as CSV; several values in one are separated by ``|``."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as a page shows it: what happened, to which concept, and what was and is stated."""

    kind: str
    name: MetadataText
    href: str
    before: tuple[Item, ...]
    after: tuple[Item, ...]


@router.get("/api/vocabularies/{id_}/diff")
def diff(request: Request, id_: str, catalogue: SearchDep) -> Response:
    """What changed in a vocabulary between two of its editions that have been loaded, as JSON or CSV.

    Parameters: ``from`` and ``to``, versions (the served edition and the one before it when not given); ``change``,
    kinds of changes, separated by commas (all when not given); ``format``, ``json`` or ``csv``.
    """
    entry = known(catalogue, id_)
    before, after = _pair(request, entry)
    kinds = _kinds(request)
    as_csv = _is_csv(request)
    tag = entity_tag((before.version, after.version, str(as_csv), *kinds))
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept"}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    changes = (change for change in _changes(request, before, after) if change.kind in kinds)
    if as_csv:
        headers["Content-Disposition"] = f'inline; filename="{entry.id}-changes.csv"'
        return StreamingResponse(_as_csv(changes), headers=headers, media_type="text/csv; charset=utf-8")
    return StreamingResponse(_as_json(entry, before, after, changes), headers=headers, media_type="application/json")


@router.get("/vocabulary/{id_}/changes", include_in_schema=False)
def changes_page(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep, after: str = "") -> Response:
    """The editions of a vocabulary with what each changed; with ``to``, the changes themselves."""
    entry, t = known(catalogue, id_), reader(request)
    steps = _steps(request, entry)
    asked = {"from", "to"} & set(request.query_params)
    shown, following = list[ShownChange](), ""
    chosen: tuple[Edition, Edition] | None = None
    kinds = _kinds(request)
    if asked:
        with suppress(NotFoundError):
            # the first edition has changed nothing
            chosen = _pair(request, entry)
    if chosen is not None:
        behind = (c for c in _changes(request, *chosen) if f"<{c.iri}>" > f"<{after}>" and c.kind in kinds)
        # all that happened to one concept stands on one page
        concepts = [list(group) for _, group in islice(groupby(behind, key=lambda change: change.iri), SHOWN + 1)]
        following = concepts[SHOWN - 1][0].iri if len(concepts) > SHOWN else ""
        shown = [_shown(change, catalogue, t, leased.base) for group in concepts[:SHOWN] for change in group]
    return page(
        request,
        "changes.html",
        "vocabularies",
        entry=entry,
        title=t.metadata(entry.titles),
        steps=[(step, _address(entry.id, step), _told(step, t)) for step in steps],
        chosen=chosen,
        chosen_kinds=kinds if len(kinds) < len(ChangeKind) else (),
        kinds=tuple(ChangeKind),
        changes=shown,
        following=_query(chosen, kinds, following) if chosen and following else "",
        query=_query(chosen, (), "") if chosen else "",
    )


@router.get("/vocabulary/{id_}/changes.atom")
def vocabulary_feed(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The editions of a vocabulary with what each changed, the latest first, as an Atom feed in pages."""
    entry, t = known(catalogue, id_), reader(request)
    title = t("changes.feed_one_vocabulary", title=t.metadata(entry.titles).text)
    steps = [(entry, step) for step in _steps(request, entry)]
    home = f"/vocabulary/{quote(entry.id, safe='')}/changes"
    return _feed(request, title, home, leased.base, leased.generation.manifest.created, steps)


@router.get("/changes.atom")
def feed_of_all(request: Request, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The editions of all vocabularies with what each changed, the latest first, as an Atom feed in pages."""
    entries = catalogue.vocabulary.vocabularies()
    steps = [(entry, step) for entry in entries for step in _steps(request, entry)]
    steps.sort(key=lambda one: (one[1].edition.loaded, one[0].id), reverse=True)
    title = reader(request)("changes.feed_all")
    return _feed(request, title, "/vocabularies", leased.base, leased.generation.manifest.created, steps)


def _feed(
    request: Request, title: str, home: str, base: str, created: str, steps: Sequence[tuple[VocabularyEntry, Step]]
) -> Response:
    t = reader(request)
    asked = number(request.query_params, "page", default=1, low=1, high=MAX_PAGE)
    pages = max(1, -(-len(steps) // ENTRIES))
    if asked > pages:
        raise NotFoundError(f"The feed has {pages} pages.", f"Le flux a {pages} pages.")
    updated = max((step.edition.loaded for _, step in steps), default=created)
    path = request.url.path
    tag = entity_tag((path, t.language, str(asked), *(step.edition.name for _, step in steps)))
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept-Language, Cookie"}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    entries = [_entry(request, entry, step, t, base) for entry, step in steps[(asked - 1) * ENTRIES : asked * ENTRIES]]
    document = feed(f"{base}{path}", title, f"{base}{home}", updated, entries, page=asked, pages=pages, t=t)
    return Response(document, headers=headers, media_type="application/atom+xml")


def _entry(request: Request, entry: VocabularyEntry, step: Step, t: Reader, base: str) -> FeedEntry:
    title = t.metadata(entry.titles).text
    told, lines = _told(step, t), list[str]()
    if step.before is not None:
        for change in islice(_changes(request, step.before, step.edition), IN_ENTRY):
            name = _name(change, t, base).text
            values = " → ".join(filter(None, (", ".join(map(_text, terms)) for terms in (change.before, change.after))))
            lines.append(f"{t(f'changes.kind_{change.kind}')}: {name}{f' ({values})' if values else ''}")
    address = f"{base}{_address(entry.id, step)}"
    return FeedEntry(
        address,
        f"{title}: {told}",
        step.edition.loaded,
        told,
        tuple(lines),
        entry.publisher,
        tuple(step.counts),
        f"{base}/api/vocabularies/{quote(entry.id, safe='')}/diff?{_step_query(step)}" if step.before else "",
    )


def _steps(request: Request, entry: VocabularyEntry) -> list[Step]:
    try:
        return publication(request).history.steps(entry.id, entry.loaded)
    except VocabularyError as error:
        raise _lost() from error


def _changes(request: Request, before: Edition, after: Edition) -> Iterator[Change]:
    """The changes from one edition to another, of which the first is read at once: so that a failure is told."""
    changes = publication(request).history.changes(before, after)
    try:
        first = list(islice(changes, 1))
    except VocabularyError as error:
        raise _lost() from error

    def all_of_them() -> Iterator[Change]:
        yield from first
        yield from changes

    return all_of_them()


def _lost() -> NotFoundError:
    return NotFoundError("The editions are no longer kept.", "Les éditions ne sont plus conservées.")


def _pair(request: Request, entry: VocabularyEntry) -> tuple[Edition, Edition]:
    """The two editions that are compared.

    Raises:
        ParameterError: ``from`` or ``to`` is the version of no edition.
        NotFoundError: there is nothing to compare with.
    """
    try:
        editions = publication(request).history.editions(entry.id, entry.loaded)
    except VocabularyError as error:
        raise _lost() from error
    given = request.query_params
    chosen = dict[str, int]()
    for name in ("from", "to"):
        if version := given.get(name, ""):
            place = next((n for n, edition in enumerate(editions) if version in (edition.version, edition.name)), None)
            if place is None:
                raise ParameterError(name, "is the version of no edition", "n'est la version d'aucune édition")
            chosen[name] = place
    to = chosen.get("to", 0)
    since = chosen.get("from", to + 1)
    if since >= len(editions) or to >= len(editions):
        raise NotFoundError("There is no earlier edition.", "Il n'y a pas d'édition antérieure.")
    return editions[since], editions[to]


def _kinds(request: Request) -> tuple[ChangeKind, ...]:
    names = [name for name in request.query_params.get("change", "").split(",") if name]
    if any(name not in set(ChangeKind) for name in names):
        words = ", ".join(ChangeKind)
        raise ParameterError("change", f"must be among: {words}", f"doit être parmi : {words}")
    return tuple(kind for kind in ChangeKind if not names or kind in names)


def _is_csv(request: Request) -> bool:
    asked = request.query_params.get("format", "")
    if asked not in ("", "json", "csv"):
        raise ParameterError("format", "must be one of: json, csv", "doit être l'un de : json, csv")
    return asked == "csv" or (not asked and "text/csv" in request.headers.get("accept", ""))


def _as_json(entry: VocabularyEntry, before: Edition, after: Edition, changes: Iterator[Change]) -> Iterator[bytes]:
    head = {"vocabulary": entry.id, "from": _told_edition(before), "to": _told_edition(after)}
    yield orjson.dumps(head)[:-1] + b',"changes":['
    counts, between = Counter[str](), b""
    for change in changes:
        counts[change.kind] += 1
        body = {
            "change": change.kind,
            "uri": change.iri,
            "labels": {"before": change.labels_before, "after": change.labels_after},
            "before": [_member(term) for term in change.before],
            "after": [_member(term) for term in change.after],
        }
        yield between + orjson.dumps(body)
        between = b",\n"
    yield b'],"counts":' + orjson.dumps({kind.value: counts[kind] for kind in ChangeKind if counts[kind]}) + b"}"


def _member(term: Term) -> dict[str, str]:
    """A term as a member of a JSON document."""
    if is_iri(term):
        return {"uri": iri_value(term)}
    text, language, _ = literal_parts(term)
    return {"value": text, "language": language} if language else {"value": text}


def _text(term: Term) -> str:
    """A term as a text: the IRI, or what the literal says with its language."""
    if is_iri(term):
        return iri_value(term)
    text, language, _ = literal_parts(term)
    return f"{text}@{language}" if language else text


def _told_edition(edition: Edition) -> dict[str, str]:
    return {"version": edition.version, "loaded": edition.loaded, "issued": edition.issued}


def _as_csv(changes: Iterator[Change]) -> Iterator[bytes]:
    def line(cells: Sequence[str]) -> bytes:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
        return out.getvalue().encode()

    yield line(COLUMNS)
    for change in changes:
        labels = (
            " | ".join(f"{text}@{language}" if language else text for language, text in one.items())
            for one in (change.labels_before, change.labels_after)
        )
        values = (" | ".join(map(_text, terms)) for terms in (change.before, change.after))
        yield line((change.kind, change.iri, *labels, *values))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _shown(change: Change, catalogue: Search, t: Reader, base: str) -> ShownChange:
    def item(term: Term) -> Item:
        if not is_iri(term):
            text, language, _ = literal_parts(term)
            return Item(text, "" if language == t.language else language or "")
        iri = iri_value(term)
        concept = catalogue.vocabulary.concept(iri)
        if concept is None:
            return Item(short_name(iri, base))
        name = t.metadata(concept.labels)
        return Item(name.text or short_name(iri, base), name.language, concept_address(iri))

    href = "" if change.kind is ChangeKind.REMOVED else concept_address(change.iri)
    return ShownChange(
        change.kind, _name(change, t, base), href, tuple(map(item, change.before)), tuple(map(item, change.after))
    )


def _name(change: Change, t: Reader, base: str) -> MetadataText:
    labels = change.labels_after or change.labels_before
    return t.metadata(labels) if labels else MetadataText(short_name(change.iri, base))


def _told(step: Step, t: Reader) -> str:
    """What an edition changed, in a few words."""
    if step.before is None:
        return t.plural("changes.first", step.edition.concepts)
    if not step.counts:
        return t("changes.nothing")
    return ", ".join(t.plural(f"changes.count_{kind}", count) for kind, count in step.counts.items())


def _address(vocabulary: str, step: Step) -> str:
    return f"/vocabulary/{quote(vocabulary, safe='')}/changes?{_step_query(step)}"


def _step_query(step: Step) -> str:
    since = {"from": step.before.name} if step.before else {}
    return urlencode({**since, "to": step.edition.name})


def _query(pair: tuple[Edition, Edition], kinds: Sequence[ChangeKind], after: str) -> str:
    given = {"from": pair[0].name, "to": pair[1].name}
    if kinds and len(kinds) < len(ChangeKind):
        given["change"] = ",".join(kinds)
    if after:
        given["after"] = after
    return urlencode(given)
