"""The vocabularies of the shared corpus: which of its files belong to which vocabulary of the registry."""

from collections.abc import Iterator
from pathlib import Path

from vocab.edition import Edition, lines_of, version_of
from vocab.loader import Holding, load, read_file
from vocab.reading.document import Document
from vocab.registry import Vocabulary, load_registry

ROOT = Path(__file__).parents[2] / "shared" / "data" / "vocabularies"
"""Where the corpus lies beside the repository."""

FILES: dict[str, tuple[str, ...]] = {
    "data-terra": ("data-terra-thesauri/*",),
    "formater": ("formater/*",),
    "sextant-themes": (
        "sextant-ifremer/*theme*",
        "sextant-ifremer/simm.*",
        "sextant-ifremer/*discipline*",
        "sextant-ifremer/type_jeux*",
        "sextant-ifremer/model-*",
        "sextant-ifremer/*bodc*",
    ),
    "sextant-places": ("sextant-ifremer/*area.ttl", "sextant-ifremer/oh_ville*", "sextant-ifremer/*case-studies*"),
    "sextant-lists": (
        "sextant-ifremer/*of-benefit*",
        "sextant-ifremer/*level*",
        "sextant-ifremer/*scale*",
        "sextant-ifremer/*projectname*",
        "sextant-ifremer/*data-type*",
        "sextant-ifremer/*resources*",
        "sextant-ifremer/*work-package*",
    ),
    "gcmd": ("gcmd-9.1.5-2020/sciencekeywords.*",),
    "gcmd-platforms": ("gcmd-9.1.5-2020/platforms.*",),
    "gcmd-instruments": ("gcmd-9.1.5-2020/instruments.*",),
    "gcmd-projects": ("gcmd-9.1.5-2020/projects.*",),
    "gcmd-locations": ("gcmd-9.1.5-2020/locations.*",),
    "gcmd-providers": ("gcmd-9.1.5-2020/providers.*",),
    "gcmd-chronounits": ("gcmd-9.1.5-2020/chronounits.*",),
    "gcmd-content-types": ("gcmd-9.1.5-2020/rucontenttype.*",),
    "gcmd-resolutions": ("gcmd-9.1.5-2020/*resolutionrange.*",),
    "cf": ("cf-standard-names/cf-standard-name-table-*",),
    "cf-area-types": ("cf-standard-names/area-type-table-*",),
    "cf-regions": ("cf-standard-names/standardized-region-list-*",),
    **{
        f"nvs-{code.lower()}": (f"nerc-nvs/{code}.ttl",)
        for code in ("P02", "P09", "P35", "P36", "L04", "L05", "L08", "L10", "L11", "C19", "C34")
    },
    "gemet": ("gemet-4.0.1/*", "gemet-4.2.1/*"),
    "inspire-themes": ("inspire/theme.*",),
    "inspire-themes-gemet": ("inspire/inspire-theme.rdf", "inspire/inspirethemes.ttl"),
    "inspire-feature-concepts": ("inspire/featureconcepts.*",),
    "inspire-service-taxonomy": ("inspire/inspire-service-taxonomy.*",),
    "envthes": ("envthes/*",),
    "cgi": ("cgi-geosciml/*/*",),
    "wmo-variables": ("wmo-wmds/1-01-0[1-5].csv",),
    "wmo-units": ("wmo-wmds/1-02.csv",),
    "wmo-codes": (
        "wmo-wmds/1-01-0[67].csv",
        "wmo-wmds/1-0[4-6]*.csv",
        "wmo-wmds/[2-9]-*.csv",
        "wmo-wmds/1[01]-*.csv",
        "wmo-wmds/[a-z]*.csv",
    ),
    "wmo-components": ("wmo-wmds/iadopt/*",),
    "iso-codelists": ("iso-codelists/*",),
    "eu-data-themes": ("eu-authority-tables/data-theme-*",),
    "authority-file-types": ("eu-authority-tables/filetypes-*",),
    "authority-frequencies": ("eu-authority-tables/frequencies-*",),
    "authority-languages": ("eu-authority-tables/languages-*",),
    "eu-places": ("eu-authority-tables/places-*",),
    "agid-licences": ("eu-authority-tables/licences.*",),
    "agid-subthemes": ("eu-authority-tables/theme-subtheme-*",),
    "semic-alignments": ("semic-alignments/*",),
}
"""The files of each vocabulary, as globs below the corpus."""


def files_of(vocabulary: str, root: Path = ROOT) -> list[Path]:
    """The files of a vocabulary, in order."""
    return sorted({path for pattern in FILES[vocabulary] for path in root.glob(pattern) if path.is_file()})


def shared_holdings(root: Path = ROOT) -> Iterator[Holding]:
    """Every vocabulary of the corpus, in the order of the registry, read and cleaned (in memory, some 30 seconds).

    Raises:
        VocabularyError: a file cannot be read at all.
    """
    for vocabulary in load_registry():
        if vocabulary.id in FILES:
            yield shared_holding(vocabulary, root)


def shared_holding(vocabulary: Vocabulary, root: Path = ROOT) -> Holding:
    """One vocabulary of the corpus, read and cleaned.

    Raises:
        VocabularyError: a file cannot be read at all.
    """
    documents = [
        Document(path.relative_to(root).as_posix(), read_file(path).content) for path in files_of(vocabulary.id, root)
    ]
    lines = list(lines_of(load(documents, vocabulary).triples))
    return Holding(vocabulary, Edition(vocabulary.id, version_of(lines), statements=len(lines)), lambda: lines)
