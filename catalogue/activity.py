"""The harvests as activities: who reads the graph learns when each source was harvested, and what came (PROV-O)."""

from collections.abc import Callable, Iterator, Sequence

from harvesters.hub import Hub
from vocab.namespace import DCTERMS, DQV, PROV, RDF, SKOS, XSD
from vocab.term import Term, Triple, iri, literal

from .description import Description, description
from .ledger import Counts, SourceRun

KIND = "harvest"
"""The first segment of an activity's address, ``harvest/{hub}/{source}/{run}``; those of one source are one graph."""

TOLD = 20
"""The latest harvests of each source are told."""

FIGURES = {
    "new": ("records that are new", "fiches nouvelles"),
    "changed": ("records that have changed", "fiches modifiées"),
    "unchanged": ("records that have not changed", "fiches inchangées"),
    "deleted": ("records that are gone", "fiches disparues"),
    "refused": ("records that were refused", "fiches refusées"),
    "repaired": ("records in which something was put right", "fiches dans lesquelles quelque chose a été corrigé"),
    "bytes": ("bytes received", "octets reçus"),
}
"""What is counted, in English and French."""


def is_activity(graph: str, base: str) -> bool:
    """Whether a named graph, by IRI, is one of activities."""
    return graph.startswith(f"{base}/{KIND}/")


def activities(hubs: Sequence[Hub], history: Callable[..., list[SourceRun]], base: str) -> Iterator[Description]:
    """The harvests of every source, one named graph each.

    Args:
        hubs: those whose sources are told of.
        history: ``Ledger.history``.
        base: the service's address.
    """
    for hub in hubs:
        for source in hub.sources:
            runs = [one for one in history(hub.id, source.name, limit=TOLD, asked=True) if one.ended]
            if runs:
                triples = [triple for one in runs for triple in _activity(one, base)]
                yield description(iri(f"{base}/{KIND}/{source.key}"), [*triples, *_metrics(base)])


def _activity(harvest: SourceRun, base: str) -> Iterator[Triple]:
    node, source = iri(f"{base}/{KIND}/{harvest.key}/{harvest.run}"), iri(f"{base}/source/{harvest.key}")
    yield node, RDF.type, PROV.Activity
    yield node, PROV.used, source
    yield source, PROV.wasUsedBy, node
    for property_, moment in ((PROV.startedAtTime, harvest.started), (PROV.endedAtTime, harvest.ended)):
        yield node, property_, literal(moment, datatype=XSD.dateTime)
    for language, title in (("en", "Harvest of"), ("fr", "Moissonnage de")):
        yield node, DCTERMS.title, literal(f"{title} {harvest.key}, {harvest.started[:10]}", language=language)
        said = f"{harvest.outcome}: {told}" if (told := harvest.told(language)) else str(harvest.outcome)
        yield node, DCTERMS.description, literal(said, language=language)
    for name in Counts.__slots__:
        figure = iri(f"{node[1:-1]}/{name}")
        yield node, DQV.hasQualityMeasurement, figure
        yield figure, RDF.type, DQV.QualityMeasurement
        yield figure, DQV.isMeasurementOf, _metric(name, base)
        yield figure, DQV.value, literal(str(getattr(harvest.counts, name)), datatype=XSD.integer)


def _metric(name: str, base: str) -> Term:
    return iri(f"{base}/metric/{KIND}-{name}")


def _metrics(base: str) -> Iterator[Triple]:
    for name, (english, french) in FIGURES.items():
        metric = _metric(name, base)
        yield metric, RDF.type, DQV.Metric
        yield metric, SKOS.definition, literal(english, language="en")
        yield metric, SKOS.definition, literal(french, language="fr")
