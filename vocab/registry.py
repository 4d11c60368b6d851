"""The registry of vocabularies: one stanza of ``vocabularies.toml`` each."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import VocabularyError

VOCABULARIES = Path(__file__).with_name("vocabularies.toml")
"""The vocabularies that the service knows."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_WORDS = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a publisher keeps a vocabulary.

    Attributes:
        via: the way it is fetched: ``document``, ``skosmos``, ``kms`` …, a name in the table of transfers.
        urls: its address, or those of its parts; ``{a,b}`` in one stands for an address with each of the words.
        form: how it is written: a name in ``reading.form.FORMS``; empty when each document shows it.
        refresh: after how long it is asked for again, such as ``30d``.
        verified: whether the address has been seen to answer.
    """

    via: str
    urls: tuple[str, ...]
    form: str = ""
    refresh: str = "30d"
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary: a concept scheme, where it is kept, and what the service uses it for.

    Attributes:
        id: short name, used in addresses.
        title: by language.
        path: the Turtle file that comes with the service; None when the vocabulary has to be loaded.
        scheme: IRI of its ``skos:ConceptScheme``.
        namespace: how its concepts' IRIs begin.
        languages: of its labels.
        licence: IRI; empty when the publisher states none.
        publisher: name.
        homepage: where people read about it.
        facet: what its concepts are: theme, parameter, platform, instrument, mission, topic, place,
            unit or authority.
        aliases: titles under which records cite it.
        publication: where the publisher keeps it; None when it is the service's own.
        hub: id of the hub whose vocabulary it is; empty when it is of none.
    """

    id: str
    title: Mapping[str, str]
    path: Path | None
    scheme: str
    namespace: str
    languages: tuple[str, ...]
    licence: str
    publisher: str
    homepage: str
    facet: str
    aliases: tuple[str, ...] = ()
    publication: Publication | None = None
    hub: str = ""


UNNAMED = Vocabulary(
    "unnamed",
    {"en": "Vocabulary", "fr": "Vocabulaire"},
    None,
    "urn:vocabulary",
    "urn:vocabulary:",
    (),
    "",
    "",
    "",
    "theme",
)
"""Stands for the declaration of what is read without one."""


def is_id(text: str) -> bool:
    """Whether a text may be the id of a vocabulary: it names its folder and is part of its address."""
    return _ID.fullmatch(text) is not None


def load_registry(path: Path = VOCABULARIES) -> tuple[Vocabulary, ...]:
    """The vocabularies that a TOML file declares.

    Raises:
        VocabularyError: the file cannot be read, a stanza lacks or misspells a key, or two share an id.
    """
    try:
        stanzas = tomllib.loads(path.read_text("utf-8")).get("vocabulary", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    vocabularies = []
    for stanza in stanzas:
        entry = dict(stanza)
        try:
            vocabularies.append(_vocabulary(entry, path.parent))
        except (KeyError, TypeError) as error:
            raise VocabularyError(f"{path}: vocabulary {stanza.get('id', '?')!r}: {error}") from error
    ids = [vocabulary.id for vocabulary in vocabularies]
    if len(set(ids)) < len(ids):
        raise VocabularyError(f"{path}: two vocabularies share an id")
    return tuple(vocabularies)


def registry(own: Path | None = None) -> tuple[Vocabulary, ...]:
    """The vocabularies that the service knows, and those of a TOML file of one's own.

    A stanza of one's own takes the place of the one with the same id; others come after.

    Raises:
        VocabularyError: as ``load_registry``.
    """
    known = {vocabulary.id: vocabulary for vocabulary in load_registry()}
    if own is not None:
        known |= {vocabulary.id: vocabulary for vocabulary in load_registry(own)}
    return tuple(known.values())


def chosen(known: Sequence[Vocabulary], ids: Sequence[str]) -> tuple[Vocabulary, ...]:
    """Vocabularies by their ids, in the order of the ids.

    Raises:
        VocabularyError: there is no such vocabulary.
    """
    by_id = {vocabulary.id: vocabulary for vocabulary in known}
    if unknown := [one for one in ids if one not in by_id]:
        raise VocabularyError(f"no vocabulary {', '.join(unknown)}; there are {', '.join(by_id)}")
    return tuple(by_id[one] for one in dict.fromkeys(ids))


def _vocabulary(stanza: dict[str, Any], folder: Path) -> Vocabulary:
    if not is_id(stanza["id"]):
        raise TypeError(f"an id consists of small letters, digits and hyphens: {stanza['id']!r}")
    file, publication = stanza.pop("file", ""), stanza.pop("publication", None)
    if not file and not publication:
        raise KeyError("file or publication")
    return Vocabulary(
        path=folder / file if file else None,
        languages=tuple(stanza.pop("languages")),
        aliases=tuple(stanza.pop("aliases", ())),
        publication=_publication(dict(publication)) if publication else None,
        **stanza,
    )


def _publication(stanza: dict[str, Any]) -> Publication:
    urls = stanza.pop("urls")
    return Publication(urls=tuple(address for url in urls for address in _addresses(url)), **stanza)


def _addresses(url: str) -> list[str]:
    """The addresses that one with words in braces stands for."""
    found = _WORDS.search(url)
    if found is None:
        return [url]
    return [
        address
        for word in found[1].split(",")
        for address in _addresses(url[: found.start()] + word.strip() + url[found.end() :])
    ]
