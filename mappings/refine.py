"""Refining: from the bytes of one record to the statements of its named graph, as one pure function."""

from dataclasses import dataclass

from harvesters.record import RawRecord
from vocab.diagnostic import Diagnostic
from vocab.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, XSD
from vocab.term import Term, TermError, Triple, iri, literal

from .converters.dates import date_term
from .converters.space import settle
from .dialect import Dialect, sniff
from .errors import ConversionError
from .link import Link
from .mending import mend
from .namespaces import normalise
from .parsing import Node, parse
from .scope import Context, Origin, Scope

CROSSWALK_VERSION = 4
"""Raised when a crosswalk changes what it states, so that the next run refines every record again."""


@dataclass(frozen=True, slots=True)
class RefinedRecord:
    """One record's named graph and what was found on the way.

    Attributes:
        graph: IRI of the named graph, which is that of the catalogue record.
        dataset: IRI of the described resource.
        kind: its class.
        dialect: name of the record's dialect.
        identifier: the record's own identifier, or the source's name for it.
        triples: the statements, without duplicates, in a stable order; no blank nodes.
        diagnostics: findings of mapping and linking.
        links: what its words were taken to mean.
    """

    graph: Term
    dataset: Term
    kind: Term
    dialect: str
    identifier: str
    triples: tuple[Triple, ...]
    diagnostics: tuple[Diagnostic, ...]
    links: tuple[Link, ...] = ()


def refine(raw: RawRecord, origin: Origin, context: Context) -> RefinedRecord:
    """Map one record; the same bytes, origin and context give the same statements.

    Raises:
        RecordError: the bytes are no metadata record that can be mapped.
    """
    dialect, root = sniff(parse(raw.content))
    return refine_document(dialect, root, raw, origin, context)


def refine_document(dialect: Dialect, root: Node, raw: RawRecord, origin: Origin, context: Context) -> RefinedRecord:
    """Map one record that has been parsed and whose dialect is known.

    Args:
        dialect: of the record.
        root: its root.
        raw: its bytes, and what its source says of it.
        origin: where it comes from.
        context: what all records share.
    """
    alive: list[Node] = []
    if dialect.media_type == "application/xml":
        normalise(root, raw.content)
        # lxml makes an element and its name anew each time that it is asked for one that nobody holds
        alive.extend(root.iter())
    crosswalk = dialect.table()
    identifier = crosswalk.identify(root)
    scope = Scope(context, origin, identifier or origin.identifier, identified=bool(identifier))
    if not identifier:
        scope.report("map.identifier.missing", excerpt=origin.identifier)
    _state_catalogue(scope, raw, dialect.media_type)
    mend(root, raw.content, scope)
    crosswalk.apply(root, scope)
    if scope.doubted:
        settle(scope)
    _state_last_change(scope, raw)
    scope.add(scope.shared("catalog", origin.hub), CATALOG_LINKS[scope.kind], scope.dataset)
    return RefinedRecord(
        scope.record,
        scope.dataset,
        scope.kind,
        dialect.name,
        scope.identifier,
        tuple(dict.fromkeys(scope.triples)),
        tuple(dict.fromkeys(scope.diagnostics)),
        tuple(dict.fromkeys(scope.links)),
    )


def _state_catalogue(scope: Scope, raw: RawRecord, media_type: str) -> None:
    """What is known of the record without reading it: its catalogue and its provenance (PROV-O; DCAT 3, 6.5)."""
    add = scope.add
    record, dataset = scope.record, scope.dataset
    catalog = iri(f"{scope.context.base}/catalog/{scope.origin.hub}")
    original = scope.original
    add(record, RDF.type, DCAT.CatalogRecord)
    add(record, FOAF.primaryTopic, dataset)
    add(catalog, DCAT.record, record)
    add(record, PROV.wasDerivedFrom, original)
    add(original, RDF.type, PROV.Entity)
    add(original, DCAT.mediaType, scope.describe(iri(f"{MEDIA_TYPES}{media_type}"), DCTERMS.MediaType))
    add(original, DCTERMS.isPartOf, scope.shared("source", f"{scope.origin.hub}/{scope.origin.source}"))
    if raw.datestamp:
        add(original, DCTERMS.date, literal(raw.datestamp))
    if raw.url:
        try:
            add(original, DCTERMS.source, iri(raw.url))
        except TermError as error:
            scope.report("map.iri", excerpt=raw.url, detail=str(error))
    add(original, DCTERMS.extent, literal(str(len(raw.content)), datatype=XSD.nonNegativeInteger))


def _state_last_change(scope: Scope, raw: RawRecord) -> None:
    """The entry's date of last change, of which exactly one is required (DCAT-AP 3, Catalogue Record).

    Where the record itself says none, it is the source's date, else the day on which the catalogue received the bytes.
    """
    if DCTERMS.modified in scope.told:
        return
    for said in filter(None, (raw.datestamp, raw.received[:10])):
        try:
            scope.add(scope.record, DCTERMS.modified, date_term(said))
        except ConversionError as error:
            scope.report(error.code, excerpt=said, detail=error.detail)
        else:
            return


MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
"""How the IRIs of IANA's media types begin."""

CATALOG_LINKS: dict[Term, Term] = {
    DCAT.Dataset: DCAT.dataset,
    DCAT.DatasetSeries: DCAT.dataset,
    DCAT.DataService: DCAT.service,
}
"""How a catalogue refers to a resource of each class."""
