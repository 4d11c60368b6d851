"""The documentation of the quality report, printed from the table of its indicators."""

from itertools import groupby

from .indicator import Indicator, indicators

_HEAD = """# The quality of a vocabulary

<!-- Printed from vocab/quality/indicators.tsv: change the table, then `make docs`. -->

What the quality report of a vocabulary counts. It looks at the statements as their publisher made them, before
anything is repaired. *Violation* is what SKOS forbids, *Warning* what hinders use, *Info* what may well be meant so.
The vocabulary's *own* concepts are those in its namespace or, where none is declared, on the host on which most of its
concepts live, as in qSKOS. What is stated with a property is stated with the properties above it as well: `broadMatch`
is a `broader`, `exactMatch` a `closeMatch`; inverse and transitive statements are not added.

The quality issues of [qSKOS](https://github.com/cmader/qSKOS/wiki/Quality-Issues) and the checks and repairs of
[Skosify](https://github.com/NatLibFi/Skosify) are all there, under their names there. Where our count is another than
theirs on the same file, the table says how. Skosify counts after its own repairs: it adds inverses and schemes first.

`python -m bench.quality` counts on real vocabularies, beside the questions of qSKOS put in SPARQL and the counts of
Skosify 2.3.0 on the same files. Counts that others published, as [Suominen and Mader
2014](https://doi.org/10.1007/s13740-013-0026-0) of GEMET and 23 others, are of other versions: those of labels and
languages depend on which languages were loaded, those of hierarchy and relations on the version alone.

Three things are not found as they find them. The Web is not asked for links, unless the caller passes a function that
does. Links from elsewhere are those of the vocabularies that are loaded. A search for long ways in a hierarchy is given
up after 20 million steps; the report then says *at least*.
"""

_FAMILIES = {
    "labels": "Labels and documentation",
    "languages": "Languages",
    "structure": "Structure",
    "links": "Links",
    "clashes": "Clashes",
}


def quality_markdown() -> str:
    """The table of indicators, by family."""
    parts = [_HEAD]
    for family, rows in groupby(indicators().values(), lambda indicator: indicator.family):
        parts.append(
            f"\n## {_FAMILIES[family]}\n\n"
            "| id | title | en français | severity | what it finds | ce qu'il trouve | qSKOS | Skosify | they count |\n"
            "|---|---|---|---|---|---|---|---|---|\n" + "".join(map(_row, rows))
        )
    return "".join(parts)


def _row(i: Indicator) -> str:
    own = (i.qskos or "–", i.skosify or "–", i.differs or "–")
    return f"| `{i.id}` | {i.en} | {i.fr} | {i.severity} | {i.finds_en} | {i.finds_fr} | {' | '.join(own)} |\n"
