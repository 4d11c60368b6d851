"""Closed namespaces: the RDF terms that this project may write, so that a misspelt one fails at import.

Each attribute is the term's IRI in N-Triples syntax: ``DCTERMS.title`` is ``<http://purl.org/dc/terms/title>``.
"""

from .term import Term


class Namespace:
    """A closed set of terms under one IRI.

    Raises:
        AttributeError: on access to a name that was not declared.
    """

    def __init__(self, base: str, names: str) -> None:
        self.base = base
        self._terms: dict[str, Term] = {name: f"<{base}{name}>" for name in names.split()}
        self.__dict__.update(self._terms)

    def __getattr__(self, name: str) -> Term:
        # only what is no attribute gets here
        raise AttributeError(f"no term {name!r} is declared in <{self.__dict__.get('base')}>")

    def terms(self) -> tuple[Term, ...]:
        """Every declared term."""
        return tuple(self._terms.values())


ADMS = Namespace(
    "http://www.w3.org/ns/adms#",
    "Identifier identifier representationTechnique sample schemaAgency status versionNotes",
)
CNT = Namespace(
    "http://www.w3.org/2011/content#",
    "characterEncoding",
)
DCAT = Namespace(
    "http://www.w3.org/ns/dcat#",
    "Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Resource Role Relationship "
    "accessService accessURL bbox byteSize catalog centroid checksum compressFormat contactPoint dataset "
    "distribution downloadURL endDate endpointDescription endpointURL first hadRole hasVersion inSeries keyword "
    "landingPage last mediaType packageFormat prev qualifiedRelation record resource seriesMember servesDataset "
    "service spatialResolutionInMeters startDate temporalResolution theme themeTaxonomy version",
)
DCATAP = Namespace(
    "http://data.europa.eu/r5r/",
    "applicableLegislation availability hvdCategory",
)
DCTERMS = Namespace(
    "http://purl.org/dc/terms/",
    "Agent Frequency Identifier LicenseDocument LinguisticSystem Location MediaType MediaTypeOrExtent PeriodOfTime "
    "Policy ProvenanceStatement RightsStatement Standard abstract accessRights accrualPeriodicity alternative "
    "available bibliographicCitation conformsTo contributor created creator date dateAccepted dateSubmitted "
    "description extent format hasPart hasVersion identifier isPartOf isReferencedBy isReplacedBy isRequiredBy "
    "isVersionOf issued language license modified provenance publisher references relation replaces rights "
    "rightsHolder source spatial subject temporal title type valid",
)
ELI = Namespace(
    "http://data.europa.eu/eli/ontology#",
    "LegalResource",
)
DQV = Namespace(
    "http://www.w3.org/ns/dqv#",
    "Dimension Metric QualityAnnotation QualityMeasurement hasQualityAnnotation hasQualityMeasurement inDimension "
    "isMeasurementOf value",
)
FOAF = Namespace(
    "http://xmlns.com/foaf/0.1/",
    "Agent Document Organization Person Project fundedBy homepage mbox name page phone primaryTopic workplaceHomepage",
)
GEO = Namespace(
    "http://www.opengis.net/ont/geosparql#",
    "asWKT geoJSONLiteral wktLiteral",
)
GEODCATAP = Namespace(
    "http://data.europa.eu/930/",
    "custodian distributor originator principalInvestigator processor purpose referenceSystem resourceProvider "
    "resourceType spatialResolutionAsScale spatialResolutionAsAngularDistance serviceCategory serviceProtocol "
    "serviceType spatialResolutionAsText topicCategory user",
)
ISOTHES = Namespace(
    "http://purl.org/iso25964/skos-thes#",
    "ConceptGroup ThesaurusArray broaderGeneric broaderInstantial broaderPartitive narrowerGeneric narrowerInstantial "
    "narrowerPartitive subGroup subordinateArray superGroup superOrdinate",
)
IADOPT = Namespace(
    "https://w3id.org/iadopt/ont/",
    "Constraint Entity Property Variable hasConstraint hasContextObject hasMatrix hasObjectOfInterest hasProperty",
)
LOCN = Namespace(
    "http://www.w3.org/ns/locn#",
    "Address Geometry address adminUnitL1 adminUnitL2 fullAddress geometry postCode postName thoroughfare",
)
OWL = Namespace(
    "http://www.w3.org/2002/07/owl#",
    "deprecated sameAs versionInfo",
)
PROV = Namespace(
    "http://www.w3.org/ns/prov#",
    "Activity Attribution Entity Plan agent endedAtTime entity generated generatedAtTime hadPlan hadRole "
    "Association atTime qualifiedAssociation qualifiedAttribution startedAtTime used wasAssociatedWith "
    "wasDerivedFrom wasGeneratedBy wasUsedBy",
)
RDF = Namespace(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "JSON langString type",
)
RDFS = Namespace(
    "http://www.w3.org/2000/01/rdf-schema#",
    "Resource comment label seeAlso subClassOf",
)
REG = Namespace(
    "http://purl.org/linked-data/registry#",
    "Register RegisterItem definition entity itemClass notation predecessor register status statusInvalid "
    "statusRetired statusStable statusSuperseded successor",
)
SCHEMA = Namespace(
    "http://schema.org/",
    "Duration Periodical PropertyValue additionalProperty additionalType alternateName creditText description "
    "endDate isPartOf isbn issn issueNumber maxValue minValue name pagination propertyID startDate unitCode "
    "unitText value variableMeasured",
)
SDMX_ATTRIBUTE = Namespace(
    "http://purl.org/linked-data/sdmx/2009/attribute#",
    "unitMeasure",
)
SH = Namespace(
    "http://www.w3.org/ns/shacl#",
    "Info ValidationReport ValidationResult Violation Warning focusNode resultMessage resultPath resultSeverity "
    "sourceConstraintComponent sourceShape value",
)
SKOS = Namespace(
    "http://www.w3.org/2004/02/skos/core#",
    "Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote "
    "closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme "
    "mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related "
    "relatedMatch scopeNote semanticRelation topConceptOf",
)
SKOSXL = Namespace(
    "http://www.w3.org/2008/05/skos-xl#",
    "Label altLabel hiddenLabel labelRelation literalForm prefLabel",
)
SOSA = Namespace(
    "http://www.w3.org/ns/sosa/",
    "Platform Sensor hosts isHostedBy madeBySensor observedProperty",
)
SPDX = Namespace(
    "http://spdx.org/rdf/terms#",
    "Checksum ChecksumAlgorithm algorithm checksum checksumValue",
)
SSSOM = Namespace(
    "https://w3id.org/sssom/",
    "confidence mapping_justification",
)
VCARD = Namespace(
    "http://www.w3.org/2006/vcard/ns#",
    "Address Email Individual Kind Organization country-name fn hasAddress hasEmail hasTelephone hasUID hasURL "
    "locality nickname note organization-name postal-code region street-address title",
)
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "anyURI boolean date dateTime decimal double duration gYear gYearMonth hexBinary integer nonNegativeInteger string",
)
ORG = Namespace(
    "http://www.w3.org/ns/org#",
    "memberOf",
)

PREFIXES: dict[str, Namespace] = {
    "adms": ADMS,
    "cnt": CNT,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCTERMS,
    "dqv": DQV,
    "eli": ELI,
    "foaf": FOAF,
    "geo": GEO,
    "geodcatap": GEODCATAP,
    "iop": IADOPT,
    "isothes": ISOTHES,
    "locn": LOCN,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "reg": REG,
    "schema": SCHEMA,
    "sdmx-attribute": SDMX_ATTRIBUTE,
    "sh": SH,
    "skos": SKOS,
    "skosxl": SKOSXL,
    "sosa": SOSA,
    "spdx": SPDX,
    "sssom": SSSOM,
    "vcard": VCARD,
    "xsd": XSD,
}
"""Every namespace by its usual prefix."""


def prefixed(term: Term) -> str:
    """An IRI term as a prefixed name, or as it is when no namespace fits."""
    value = term[1:-1] if term.startswith("<") else term
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace.base):
            return f"{prefix}:{value[len(namespace.base) :]}"
    return value
