"""The registry of vocabularies: one stanza of ``vocabularies.toml`` each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import VocabularyError

VOCABULARIES = Path(__file__).with_name("vocabularies.toml")
"""The vocabularies that come with the service."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary: a concept scheme, where it is kept, and what the service uses it for.

    Attributes:
        id: short name, used in addresses.
        title: by language.
        path: the Turtle file.
        scheme: IRI of its ``skos:ConceptScheme``.
        namespace: how its concepts' IRIs begin.
        languages: of its labels.
        licence: IRI; empty when the publisher states none.
        publisher: name.
        homepage: where people read about it.
        facet: what its concepts are: theme, parameter, platform, instrument, mission, topic or authority.
        aliases: titles under which records cite it.
    """

    id: str
    title: Mapping[str, str]
    path: Path
    scheme: str
    namespace: str
    languages: tuple[str, ...]
    licence: str
    publisher: str
    homepage: str
    facet: str
    aliases: tuple[str, ...]


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
            vocabularies.append(
                Vocabulary(
                    path=path.parent / entry.pop("file"),
                    languages=tuple(entry.pop("languages")),
                    aliases=tuple(entry.pop("aliases", ())),
                    **entry,
                )
            )
        except (KeyError, TypeError) as error:
            raise VocabularyError(f"{path}: vocabulary {stanza.get('id', '?')!r}: {error}") from error
    ids = [vocabulary.id for vocabulary in vocabularies]
    if len(set(ids)) < len(ids):
        raise VocabularyError(f"{path}: two vocabularies share an id")
    return tuple(vocabularies)
