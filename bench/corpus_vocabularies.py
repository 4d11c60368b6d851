"""The vocabularies of the shared corpus as the service would hold them, and a large one that is made up."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from vocab.edition import Edition, lines_of, version_of
from vocab.loader import Holding, load, packaged, read_file
from vocab.namespace import RDF, SKOS
from vocab.reading.detection import form_of
from vocab.reading.document import Document
from vocab.registry import Vocabulary, load_registry
from vocab.term import literal


class Shelf(NamedTuple):
    """Files of the corpus that are one vocabulary.

    Attributes:
        id: of the vocabulary; where the registry has such a stanza, that counts and not what follows.
        files: patterns below the corpus's vocabularies.
        facet: what its concepts are.
        titles: under which records cite it.
    """

    id: str
    files: tuple[str, ...]
    facet: str
    titles: tuple[str, ...] = ()


_GCMD = "Global Change Master Directory (GCMD)"

SHELVES = tuple(
    Shelf(id_, tuple(files.split()), facet, tuple(filter(None, titles.split("|"))))
    for id_, files, facet, titles in (
        ("gcmd", "gcmd-9.1.5-2020/sciencekeywords.csv", "theme", ""),
        ("gcmd-platforms", "gcmd-9.1.5-2020/platforms.csv", "platform", f"GCMD Platforms|{_GCMD} Platform Keywords"),
        (
            "gcmd-instruments",
            "gcmd-9.1.5-2020/instruments.csv",
            "instrument",
            f"GCMD Instruments|{_GCMD} Instrument Keywords",
        ),
        ("gcmd-projects", "gcmd-9.1.5-2020/projects.csv", "mission", f"GCMD Projects|{_GCMD} Project Keywords"),
        ("gcmd-locations", "gcmd-9.1.5-2020/locations.csv", "place", f"GCMD Locations|{_GCMD} Location Keywords"),
        (
            "gcmd-providers",
            "gcmd-9.1.5-2020/providers.csv",
            "authority",
            f"GCMD Providers|{_GCMD} Data Center Keywords",
        ),
        (
            "gcmd-temporal",
            "gcmd-9.1.5-2020/temporalresolutionrange.rdf",
            "authority",
            "GCMD - Temporal resolution range",
        ),
        ("cf", "cf-standard-names/cf-standard-name-table-v83.xml", "parameter", ""),
        ("gemet", "gemet-4.0.1/*.rdf gemet-4.2.1/*.rdf", "theme", "GEMET|GEMET - Concepts|GEMET - Concept themes"),
        ("envthes", "envthes/EnvThes.ttl", "theme", "EnvThes"),
        ("inspire-themes-eionet", "inspire/inspirethemes.ttl", "theme", ""),
        ("inspire-services", "inspire/inspire-service-taxonomy.rdf", "authority", ""),
        ("inspire-feature-concepts", "inspire/featureconcepts.en.ttl", "theme", ""),
        (
            "nvs-p02",
            "nerc-nvs/P02.ttl",
            "parameter",
            "SeaDataNet Parameter Discovery Vocabulary|P02|BODC Parameter Discovery Vocabulary",
        ),
        ("nvs-l05", "nerc-nvs/L05.ttl", "instrument", "SeaDataNet device categories|L05"),
        ("nvs-c19", "nerc-nvs/C19.ttl", "place", "SeaVoX salt and fresh water body gazetteer|C19"),
        ("nvs-l04", "nerc-nvs/L04.ttl", "authority", "Matrix Categories|L04"),
        ("nvs-p35", "nerc-nvs/P35.ttl", "parameter", "EMODnet Chemistry aggregated parameter names|P35"),
        ("nvs-p36", "nerc-nvs/P36.ttl", "parameter", "EMODnet Chemistry chemical groups|P36"),
        (
            "odatis",
            "data-terra-thesauri/ODATIS_Thesaurus.ttl",
            "parameter",
            "ODATIS aggregation parameters and Essential Variable names",
        ),
        ("formater-variables", "formater/fmt-variable2.rdf", "theme", ""),
        ("formater-solid-earth", "formater/solid_earth.csv", "theme", ""),
        ("formater-data-centers", "formater/fmt-data-center.rdf", "authority", ""),
    )
)
"""The larger and the cited ones; every other file is a vocabulary of its own."""

LEFT_OUT = frozenset({"semic-alignments", "SOURCES.tsv"})
"""What holds no concepts."""

SUFFIXES = (".ttl", ".rdf", ".csv", ".xml")

OWN = "https://example.org/corpus/"


def corpus_holdings(root: Path) -> list[Holding]:
    """The vocabularies of the registry, and those of the corpus, in this order.

    Args:
        root: folder ``vocabularies`` of the corpus.
    """
    registry = {vocabulary.id: vocabulary for vocabulary in load_registry()}
    shelves = {shelf.id: shelf for shelf in (*SHELVES, *_others(root))}
    shelved = {id_: _holding(root, shelf, registry.get(id_)) for id_, shelf in shelves.items()}
    own = [
        shelved[id_] if id_ in shelved else packaged(one) for id_, one in registry.items() if id_ in shelved or one.path
    ]
    return [*own, *(one for id_, one in shelved.items() if id_ not in registry)]


def _others(root: Path) -> Iterator[Shelf]:
    taken = {path for shelf in SHELVES for pattern in shelf.files for path in root.glob(pattern)}
    older = root / "cf-standard-names" / "cf-standard-name-table-v82.xml"
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path in taken or path == older or path.suffix not in SUFFIXES or relative.parts[0] in LEFT_OUT:
            continue
        # GCMD writes its keywords in two forms, of which one is cut off
        if relative.parts[0].startswith("gcmd") and path.suffix == ".rdf" and path.with_suffix(".csv") in taken:
            continue
        yield Shelf("-".join(relative.with_suffix("").parts).lower(), (relative.as_posix(),), "authority")


def _holding(root: Path, shelf: Shelf, declared: Vocabulary | None) -> Holding:
    vocabulary = declared or Vocabulary(
        id=shelf.id,
        title={"en": shelf.id},
        path=None,
        scheme=f"{OWN}{shelf.id}",
        namespace=f"{OWN}{shelf.id}/",
        languages=(),
        licence="",
        publisher="",
        homepage="",
        facet=shelf.facet,
        aliases=shelf.titles,
    )
    paths = sorted(path for pattern in shelf.files for path in root.glob(pattern))
    documents = [Document(path.relative_to(root).as_posix(), read_file(path).content) for path in paths]
    lines = list(lines_of(load(documents, vocabulary, form_of(documents[0])).triples))
    return Holding(vocabulary, Edition(vocabulary.id, version_of(lines), statements=len(lines)), lambda: lines)


LANGUAGES = ("en", "fr", "de", "it", "nl")

BRANCHES = 8
"""Concepts below each of the synthetic ones."""


def synthetic_holding(concepts: int, words: Mapping[str, Sequence[str]], seed: int = 5) -> Holding:
    """A vocabulary of so many concepts with a label in each of ``LANGUAGES``, made of words by language."""
    base = f"{OWN}synthetic/"
    vocabulary = Vocabulary(
        *("synthetic", {"en": "Synthetic"}, None, f"{OWN}synthetic", base, LANGUAGES, "", "", "", "theme")
    )

    def lines() -> Iterator[bytes]:
        chance = random.Random(seed)
        for number in range(concepts):
            subject = f"<{base}{number:07d}>"
            said = [(RDF.type, SKOS.Concept)]
            if number:
                said.append((SKOS.broader, f"<{base}{(number - 1) // BRANCHES:07d}>"))
            for language in LANGUAGES:
                chosen = chance.choices(words[language], k=chance.randint(1, 4))
                said.append((SKOS.prefLabel, literal(" ".join(chosen), language=language)))
            yield from lines_of((subject, prop, value) for prop, value in sorted(said))

    return Holding(vocabulary, Edition("synthetic", "1"), lines)
