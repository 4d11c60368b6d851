"""Quality of vocabularies: the report of each, as its publisher has it, as JSON and as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from catalogue.search import Search
from vocab.index import VocabularyEntry, VocabularyIndex
from vocab.quality.finding import Finding
from vocab.quality.rendering import as_json
from vocab.quality.report import QualityReport, Result
from vocab.schema import Kind
from vocab.term import iri_value, is_iri, literal_parts

from .address import Item, concept_address, link, short_name
from .caching import entity_tag, is_held
from .errors import NotFoundError
from .layout import page
from .serving import SearchDep, ServingDep
from .texts import Reader, reader
from .vocabulary_page import known

router = APIRouter(tags=["vocabulary"])

PLACES = 10
"""Findings of one indicator that the page shows."""

NAMED = 5
"""Resources of one finding that the page names."""


@dataclass(frozen=True, slots=True)
class Place:
    """One finding as the page shows it: the first resources, how many there are besides, and the value."""

    resources: tuple[Item, ...]
    others: int
    value: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with what it found; ``count`` is None where it could not be judged."""

    id: str
    title: str
    finds: str
    severity: str
    origin: str
    count: int | None
    complete: bool
    places: tuple[Place, ...]


def _report(catalogue: Search, id_: str) -> tuple[VocabularyEntry, QualityReport]:
    entry = known(catalogue, id_)
    report = catalogue.vocabulary.quality(entry.id)
    if report is None:
        raise NotFoundError(
            f"There is no quality report of {entry.id}: it is loaded again to have one.",
            f"Il n'y a pas de rapport de qualité de {entry.id} : il faut le recharger pour en avoir un.",
        )
    return entry, report


@router.get("/api/vocabularies/{id_}/quality")
def quality(request: Request, id_: str, catalogue: SearchDep) -> Response:
    """The quality report of a vocabulary: every qSKOS issue and Skosify check, counted as its publisher has it.

    Parameter: ``lang``, ``en`` or ``fr``.
    """
    entry, report = _report(catalogue, id_)
    language = reader(request).language
    tag = entity_tag((entry.version, entry.loaded, language))
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept-Language, Cookie"}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    told = {"vocabulary": entry.id, "version": entry.version} | as_json(report, language)
    return Response(orjson.dumps(told), headers=headers | {"Content-Language": language}, media_type="application/json")


@router.get("/vocabulary/{id_}/quality", include_in_schema=False)
def quality_page(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The quality report of a vocabulary as a page: what was found, family by family."""
    entry, report = _report(catalogue, id_)
    t = reader(request)
    families = groupby(report.results.values(), key=lambda result: result.indicator.family)
    views = [(family, list(_views(results, catalogue.vocabulary, t, leased.base))) for family, results in families]
    return page(
        request,
        "quality.html",
        "vocabularies",
        entry=entry,
        title=t.metadata(entry.titles),
        report=report,
        summary=report.summary(),
        families=views,
    )


def _views(results: Iterator[Result], index: VocabularyIndex, t: Reader, base: str) -> Iterator[IndicatorView]:
    for result in results:
        indicator = result.indicator
        yield IndicatorView(
            indicator.id,
            indicator.title(t.language),
            indicator.finds(t.language),
            str(indicator.severity),
            ", ".join(one for one in (indicator.qskos, indicator.skosify) if one),
            result.count,
            result.complete,
            tuple(_places(result.findings[:PLACES], index, t, base)),
        )


def _places(findings: Sequence[Finding], index: VocabularyIndex, t: Reader, base: str) -> Iterator[Place]:
    for finding in findings:
        shown = tuple(_item(term, index, t, base) for term in finding.resources[:NAMED])
        yield Place(shown, len(finding.resources) - len(shown), finding.value)


def _item(term: str, index: VocabularyIndex, t: Reader, base: str) -> Item:
    """What a term of a report is called, with its page when it is a concept."""
    if not is_iri(term):
        return Item(literal_parts(term)[0] if term.startswith('"') else term)
    iri = iri_value(term)
    found = index.resource(iri, kind=Kind.CONCEPT)
    if found is None:
        href, foreign = link(iri, base)
        return Item(short_name(iri, base), href=href, foreign=foreign)
    name = t.metadata(found.labels)
    return Item(name.text or short_name(iri, base), name.language, concept_address(iri))
