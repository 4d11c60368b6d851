"""Loading: a vocabulary is fetched from its publisher, or taken from files, and kept as an edition."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path

from harvesters.errors import HarvestError
from harvesters.exchange import Version
from harvesters.timing import Schedule
from harvesters.transport import Transport
from harvesters.vocabularies.packing import SUFFIXES, unpacked
from harvesters.vocabularies.transfer import Delivery
from harvesters.vocabularies.transfers import fetch
from vocab.cleaning import Cleaned
from vocab.diagnostic import Diagnostic
from vocab.edition import Edition, Editions
from vocab.errors import VocabularyError
from vocab.loader import load, read, read_file
from vocab.namespace import DCTERMS, OWL, RDF, SKOS
from vocab.quality.report import QualityReport, as_kept, assess
from vocab.reading.document import Document
from vocab.registry import Vocabulary
from vocab.supplement import supplemented
from vocab.term import Triple, iri, value

MOST_ASSESSED = 4_000_000
"""Statements of the largest edition of which the quality is assessed: about a minute's worth, and a gigabyte's."""

LEAST_SHARE = 0.5
"""The share of the concepts of the edition before that a new one must have, unless it is forced."""

_VERSIONED = (OWL.versionInfo, DCTERMS.modified, DCTERMS.issued)
"""Where a publisher states the version of a scheme, the surest first."""


class Outcome(StrEnum):
    """How the loading of a vocabulary ended."""

    NEW = "new"
    """There is a new edition."""

    SAME = "same"
    """What came states the same as the latest edition."""

    CURRENT = "current"
    """The publisher has nothing newer."""

    REFUSED = "refused"
    """What came has suspiciously few concepts."""

    FAILED = "failed"
    """It could not be fetched or read."""


@dataclass(frozen=True, slots=True)
class Loading:
    """How the loading of a vocabulary went.

    Attributes:
        vocabulary: its id.
        outcome: how it ended.
        edition: the latest, when there is one.
        message: what went wrong; empty when nothing did.
        fewer: of what was refused, how many concepts it has, and how many there were before.
    """

    vocabulary: str
    outcome: Outcome
    edition: Edition | None = None
    message: str = ""
    fewer: tuple[int, int] | None = None


def is_due(vocabulary: Vocabulary, edition: Edition | None, now: datetime) -> bool:
    """Whether it is time to ask the publisher of a vocabulary, given its latest edition.

    Raises:
        ConfigurationError: its refresh is no schedule.
    """
    if vocabulary.publication is None:
        return False
    if edition is None:
        return True
    last = datetime.fromisoformat(edition.checked or edition.loaded)
    return Schedule(vocabulary.publication.refresh).is_due(last, now)


def load_published(
    vocabulary: Vocabulary, editions: Editions, network: Transport, now: datetime, *, force: bool = False
) -> Loading:
    """Fetch a vocabulary from its publisher and keep it; whatever goes wrong is told in the report.

    Args:
        vocabulary: its declaration.
        editions: where it is kept.
        network: what the publisher is asked through.
        now: the moment.
        force: fetch it even if nothing has changed, and keep it however few concepts it has.
    """
    latest = None
    try:
        latest = editions.latest(vocabulary.id)
        delivery = fetch(vocabulary, network, {} if force or latest is None else _known(latest))
        if delivery is None and latest is not None:
            return Loading(vocabulary.id, Outcome.CURRENT, editions.confirm(latest, now.isoformat(timespec="seconds")))
        form = vocabulary.publication.form if vocabulary.publication else ""
        return _keep(vocabulary, editions, delivery or Delivery(()), form, now, force=force)
    except (HarvestError, VocabularyError) as error:
        return Loading(vocabulary.id, Outcome.FAILED, latest, str(error))


def load_files(
    vocabulary: Vocabulary, editions: Editions, paths: Sequence[Path], form: str, now: datetime, *, force: bool = False
) -> Loading:
    """Keep a vocabulary that lies in files; whatever goes wrong is told in the report.

    Args:
        vocabulary: its declaration.
        editions: where it is kept.
        paths: the files, or folders of them.
        form: of all files; when none is given, each shows its own.
        now: the moment.
        force: keep it however few concepts it has.
    """
    try:
        return _keep(vocabulary, editions, Delivery(list(documents_in(paths))), form, now, force=force)
    except VocabularyError as error:
        return Loading(vocabulary.id, Outcome.FAILED, None, str(error))


def documents_in(paths: Sequence[Path]) -> Iterator[Document]:
    """The documents in files and in folders, in order.

    Raises:
        VocabularyError: one cannot be read, or a folder has none.
    """
    for path in paths:
        files = sorted(one for one in path.rglob("*") if _may_be_read(one)) if path.is_dir() else [path]
        if not files:
            raise VocabularyError(f"{path}: no file in it can be a vocabulary")
        for file in files:
            yield Document("/".join(file.parts[-2:]), read_file(file).content)


def _may_be_read(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower() in (*SUFFIXES, ".gz", ".zip")


def read_delivery(vocabulary: Vocabulary, delivery: Delivery, form: str) -> Cleaned:
    """The statements and findings of what came.

    Raises:
        VocabularyError: a document cannot be read at all.
    """
    cleaned = load(chain.from_iterable(map(unpacked, delivery.documents)), vocabulary, form)
    if delivery.counted:
        # what the reader says of one page is not so of all
        cleaned.findings.drop("vocabulary.truncated")
        if delivery.lacking:
            cleaned.findings.tell("vocabulary.truncated", detail=delivery.lacking, focus=vocabulary.scheme)
    return cleaned


def _keep(
    vocabulary: Vocabulary, editions: Editions, delivery: Delivery, form: str, now: datetime, *, force: bool
) -> Loading:
    cleaned = read_delivery(vocabulary, delivery, form)
    if len({subject for subject, _, _ in cleaned.triples}) < 2:
        raise VocabularyError(f"{vocabulary.id}: there is nothing in what came")
    own = load([read_file(vocabulary.path)], vocabulary, "turtle").triples if vocabulary.path else ()
    latest, concepts = editions.latest(vocabulary.id), _concepts(cleaned.triples)
    before = latest.concepts if latest else _concepts(own)
    if concepts < before * LEAST_SHARE and not force:
        return Loading(vocabulary.id, Outcome.REFUSED, latest, fewer=(concepts, before))
    moment = now.isoformat(timespec="seconds")
    edition = Edition(
        vocabulary.id,
        "",
        moment,
        moment,
        _issued(cleaned.triples, vocabulary),
        concepts=concepts,
        documents=tuple(_told(document, delivery) for document in delivery.documents),
        findings=cleaned.findings.summary(),
        examples=tuple(map(example, cleaned.findings.examples)),
    )
    kept = editions.add(edition, supplemented(cleaned.triples, own) if own else cleaned.triples)
    if kept.statements <= MOST_ASSESSED:
        editions.keep_quality(kept, as_kept(assessed(vocabulary, delivery.documents, form)))
    same = latest is not None and latest.version == kept.version
    return Loading(vocabulary.id, Outcome.SAME if same else Outcome.NEW, kept)


def assessed(vocabulary: Vocabulary, documents: Iterable[Document], form: str) -> QualityReport:
    """The quality of a vocabulary as its publisher's documents have it.

    Raises:
        VocabularyError: a document cannot be read at all.
    """
    said = read(chain.from_iterable(map(unpacked, documents)), vocabulary, form, lambda _: None)
    return assess(said, title=vocabulary.id, namespace=vocabulary.namespace)


def example(found: Diagnostic) -> dict[str, str]:
    """A finding as an edition keeps it."""
    return {
        "code": found.code,
        "severity": str(found.severity),
        "document": found.path,
        "line": str(found.line or ""),
        "focus": found.focus,
        "excerpt": found.excerpt,
        "en": found.en,
        "fr": found.fr,
    }


def _known(edition: Edition) -> dict[str, Version]:
    """The documents of an edition that can be asked for conditionally."""
    versions = {
        one["name"]: Version(one.get("etag", ""), one.get("last_modified", ""))
        for one in edition.documents
        if "name" in one
    }
    return {name: version for name, version in versions.items() if version.conditions}


def _told(document: Document, delivery: Delivery) -> dict[str, str]:
    version = delivery.versions.get(document.name, Version())
    told = {"name": document.name, "etag": version.etag, "last_modified": version.last_modified}
    return {key: text for key, text in told.items() if text}


def _concepts(triples: Sequence[Triple]) -> int:
    return sum(1 for _, prop, class_ in triples if prop == RDF.type and class_ == SKOS.Concept)


def _issued(triples: Sequence[Triple], vocabulary: Vocabulary) -> str:
    """The version that a publisher states of the vocabulary's scheme."""
    scheme = iri(vocabulary.scheme)
    stated = {prop: object_ for subject, prop, object_ in triples if subject == scheme and prop in _VERSIONED}
    return next((value(stated[prop]) for prop in _VERSIONED if prop in stated), "")
