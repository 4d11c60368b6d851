"""Indicators: what a quality report counts, one row of ``indicators.tsv`` each, with the check that finds it."""

import csv
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from vocab.diagnostic import Severity

from . import clashes, labels, languages, links, structure
from .finding import Check


class Family(StrEnum):
    """What an indicator is about."""

    LABELS = "labels"
    LANGUAGES = "languages"
    STRUCTURE = "structure"
    LINKS = "links"
    CLASHES = "clashes"


class Indicator(NamedTuple):
    """One thing that a quality report counts.

    Attributes:
        id: its name in reports.
        family: what it is about.
        severity: *Violation* for what SKOS forbids, *Warning* for what hinders use, *Info* for what may be meant so.
        qskos: the name of the quality issue of qSKOS that it is; empty when it is none.
        skosify: Skosify's check or repair that it is; empty when it is none.
        en: title in English.
        fr: title in French.
        finds_en: what it finds, in English.
        finds_fr: what it finds, in French.
        differs: how its count differs from theirs; empty when it does not.
    """

    id: str
    family: Family
    severity: Severity
    qskos: str
    skosify: str
    en: str
    fr: str
    finds_en: str
    finds_fr: str
    differs: str

    def title(self, language: str) -> str:
        """The title in French for ``fr``, else in English."""
        return self.fr if language == "fr" else self.en

    def finds(self, language: str) -> str:
        """What it finds, in French for ``fr``, else in English."""
        return self.finds_fr if language == "fr" else self.finds_en

    @property
    def check(self) -> Check:
        """Its check."""
        return CHECKS[self.id]


CHECKS: dict[str, Check] = {
    "missing-labels": labels.missing_labels,
    "unlabelled-schemes": labels.unlabelled_schemes,
    "empty-labels": labels.empty_labels,
    "overlapping-labels": labels.overlapping_labels,
    "inconsistent-labels": labels.inconsistent_labels,
    "disjoint-labels": labels.disjoint_labels,
    "surrounding-space": labels.surrounding_space,
    "unprintable-characters": labels.unprintable_characters,
    "undocumented-concepts": labels.undocumented_concepts,
    "ambiguous-notations": labels.ambiguous_notations,
    "language-tags": languages.language_tags,
    "language-coverage": languages.language_coverage,
    "no-common-language": languages.no_common_language,
    "orphan-concepts": structure.orphan_concepts,
    "disconnected-clusters": structure.disconnected_clusters,
    "hierarchical-cycles": structure.hierarchical_cycles,
    "valueless-relations": structure.valueless_relations,
    "solely-transitive": structure.solely_transitive,
    "one-way-relations": structure.one_way_relations,
    "omitted-tops": structure.omitted_tops,
    "tops-below": structure.tops_below,
    "unmarked-tops": structure.unmarked_tops,
    "hierarchical-redundancy": structure.hierarchical_redundancy,
    "reflexive-relations": structure.reflexive_relations,
    "missing-scheme": structure.missing_scheme,
    "several-schemes": structure.several_schemes,
    "concepts-without-scheme": structure.concepts_without_scheme,
    "untyped-concepts": structure.untyped_concepts,
    "collection-relations": structure.collection_relations,
    "misplaced-values": structure.misplaced_values,
    "unreachable-resources": structure.unreachable_resources,
    "redefined-terms": structure.redefined_terms,
    "foreign-terms": structure.foreign_terms,
    "missing-in-links": links.missing_in_links,
    "missing-out-links": links.missing_out_links,
    "unmapped-concepts": links.unmapped_concepts,
    "broken-links": links.broken_links,
    "undefined-terms": links.undefined_terms,
    "foreign-schemes": links.foreign_schemes,
    "links-to-deprecated": links.links_to_deprecated,
    "unreplaced-concepts": links.unreplaced_concepts,
    "relation-clashes": clashes.relation_clashes,
    "mapping-clashes": clashes.mapping_clashes,
    "misused-mappings": clashes.misused_mappings,
    "clashing-types": clashes.clashing_types,
}
"""The check of each indicator."""


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """Every indicator by its id, in the order of the table."""
    text = files(__package__).joinpath("indicators.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        row["id"]: Indicator(
            **{**row, "family": Family(row["family"]), "severity": Severity(row["severity"])}  # type: ignore[arg-type]
        )
        for row in rows
    }
