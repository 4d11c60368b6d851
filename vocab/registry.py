"""The registry of vocabularies: one stanza of ``vocabularies.toml`` each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import VocabularyError

VOCABULARIES = Path(__file__).with_name("vocabularies.toml")
"""The vocabularies that come with the service."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a publisher keeps a vocabulary.

    Attributes:
        via: the way it is fetched: ``document``, ``skosmos``, ``kms`` ….
        urls: its address, or those of its parts.
        form: how it is written: a name in ``reading.form.FORMS``.
        refresh: after how long it is asked for again, such as ``30d``.
        verified: whether the address has been seen to answer.
    """

    via: str
    urls: tuple[str, ...]
    form: str
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
        facet: what its concepts are: theme, parameter, platform, instrument, mission, topic or authority.
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


def _vocabulary(stanza: dict[str, Any], folder: Path) -> Vocabulary:
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
    return Publication(urls=tuple(stanza.pop("urls")), **stanza)
