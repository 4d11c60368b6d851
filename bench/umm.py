"""UMM-C (NASA's Unified Metadata Model for collections) as comparable statements, of what our crosswalks carry too.

It is how the CMR itself understands a DIF 10 document, so it serves as an oracle of that crosswalk. What it says that
has no counterpart among our properties has a path that begins with ``umm:``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from mappings.converters.keywords import FACETS_BY_TYPE, OBSERVING
from mappings.converters.parties import ROLES
from mappings.dif_people import ORGANIZATION_ROLES, PERSONNEL_ROLES
from mappings.scope import Context
from vocab.namespace import prefixed
from vocab.term import iri_value

from .statement import Statement, address, box, moment

Collection: TypeAlias = Mapping[str, Any]

NOTHING = ("", "Not provided", "Not applicable", "None")
"""Texts that fill a required field."""

DATES = {
    "CREATE": ("record/dct:issued", "dct:created"),
    "UPDATE": ("record/dct:modified", "dct:modified"),
}
"""Date types, and the property that each is of the record and of the data."""

COLLECTION_PATHS = frozenset(
    {
        *("dct:title", "dct:description", "dct:identifier", "dcat:version", "dcat:keyword", "dct:spatial"),
        *("dct:temporal", "dct:created", "dct:modified", "dct:issued", "record/dct:issued", "record/dct:modified"),
        *("prov:wasGeneratedBy/prov:used", "dct:creator", "dct:publisher", "geodcatap:custodian", "dct:provenance"),
        *("geodcatap:distributor", "geodcatap:originator", "geodcatap:processor", "geodcatap:purpose"),
        *("geodcatap:principalInvestigator", "dcat:distribution", "dcat:landingPage", "foaf:page"),
        *("geodcatap:topicCategory", "adms:status", "dct:language", "dct:rights", "dct:isReferencedBy"),
        *("dct:isReferencedBy/dct:title", "schema:additionalProperty/schema:name"),
        *("schema:additionalProperty/schema:value", "adms:sample"),
    }
)
"""What is compared: of other properties of ours, this reading of UMM-C knows nothing."""


def statements(collection: Collection, context: Context) -> frozenset[Statement]:
    """What a collection says."""
    found = [
        *_identification(collection),
        *_dates(collection),
        *_words(collection, context),
        *_extents(collection),
        *_people(collection),
        *_links(collection),
        *_codes(collection, context),
        *_others(collection),
    ]
    return frozenset(Statement(path, "", value) for path, value in found if value and value not in NOTHING)


def _line(text: object) -> str:
    said = " ".join(str(text or "").split())
    return "" if said in NOTHING else said


def _english(text: object) -> str:
    said = _line(text)
    return f"{said}@en" if said else ""


def _each(holder: Any, *keys: str) -> Iterator[Mapping[str, Any]]:
    for key in keys[:-1]:
        holder = (holder or {}).get(key) or {}
    found = (holder or {}).get(keys[-1]) if isinstance(holder, dict) else None
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one


def _identification(collection: Collection) -> Iterator[tuple[str, str]]:
    yield "dct:title", _english(collection.get("EntryTitle"))
    yield "dct:description", _english(collection.get("Abstract"))
    yield "geodcatap:purpose", _english(collection.get("Purpose"))
    yield "dcat:version", _line(collection.get("Version"))
    yield "dct:provenance", _line(collection.get("Quality"))
    for one in _each(collection, "DOI"):
        yield "dct:identifier", address(f"https://doi.org/{one['DOI'].removeprefix('doi:')}") if one.get("DOI") else ""


def _dates(collection: Collection) -> Iterator[tuple[str, str]]:
    for holder, side in (("MetadataDates", 0), ("DataDates", 1)):
        for one in _each(collection, holder):
            paths = DATES.get(str(one.get("Type")))
            if paths:
                yield paths[side], moment(str(one.get("Date")))


def _words(collection: Collection, context: Context) -> Iterator[tuple[str, str]]:
    levels = ("Category", "Topic", "Term", "VariableLevel1", "VariableLevel2", "VariableLevel3")
    for one in _each(collection, "ScienceKeywords"):
        yield "dcat:keyword", _english(" > ".join(str(one[level]) for level in levels if one.get(level)))
        yield "dcat:keyword", _english(one.get("DetailedVariable"))
    for word in collection.get("AncillaryKeywords") or ():
        yield "dcat:keyword", _english(word)
    for one in _each(collection, "LocationKeywords"):
        names = [one[key] for key in ("Category", "Type", "Subregion1", "Subregion2", "Subregion3") if one.get(key)]
        yield "dct:spatial", _line(names[-1] if names else "")
    for platform in _each(collection, "Platforms"):
        for one in (platform, *_each(platform, "Instruments")):
            yield from _acquired(one, OBSERVING, context)
    for one in _each(collection, "Projects"):
        yield from _acquired(one, FACETS_BY_TYPE["mission"], context)


def _acquired(one: Mapping[str, Any], facets: Sequence[str], context: Context) -> Iterator[tuple[str, str]]:
    """A platform, instrument or project: a concept, else its names as keywords."""
    names = [name for key in ("ShortName", "LongName") if (name := _line(one.get(key)))]
    known = [c for name in names if len(c := context.matcher.match(name, facets=facets)) == 1]
    if known:
        yield "prov:wasGeneratedBy/prov:used", address(iri_value(known[0][0].iri))
    elif names:
        yield "dcat:keyword", _english(names[0])


def _extents(collection: Collection) -> Iterator[tuple[str, str]]:
    domain = ((collection.get("SpatialExtent") or {}).get("HorizontalSpatialDomain") or {}).get("Geometry") or {}
    for one in _each(domain, "BoundingRectangles"):
        sides = ("West", "South", "East", "North")
        west, south, east, north = (float(one[f"{side}BoundingCoordinate"]) for side in sides)
        yield "dct:spatial", box(west, south, east, north)
    for extent in _each(collection, "TemporalExtents"):
        ranges = list(_each(extent, "RangeDateTimes"))
        for one in ranges:
            ends = one is not ranges[-1] or not extent.get("EndsAtPresentFlag")
            end = str(one.get("EndingDateTime") or "") if ends else ""
            yield "dct:temporal", f"{moment(str(one.get('BeginningDateTime') or ''))} – {moment(end)}"
        for instant in extent.get("SingleDateTimes") or ():
            yield "dct:temporal", f"{moment(str(instant))} – {moment(str(instant))}"


def _people(collection: Collection) -> Iterator[tuple[str, str]]:
    for one in _each(collection, "DataCenters"):
        for role in one.get("Roles") or ():
            prop = ORGANIZATION_ROLES.get(str(role).upper())
            if prop:
                yield prefixed(prop), _line(one.get("LongName")) or _line(one.get("ShortName"))
    for one in _each(collection, "ContactPersons"):
        name = " ".join(str(one[key]) for key in ("FirstName", "MiddleName", "LastName") if one.get(key))
        for role in one.get("Roles") or ():
            code = PERSONNEL_ROLES.get(str(role).upper(), "").lower()
            if code and code != "pointofcontact":
                yield prefixed(ROLES[code]), name
    for one in _each(collection, "CollectionCitations"):
        yield "dct:creator", _line(one.get("Creator"))
        yield "dct:publisher", _line(one.get("Publisher"))
        yield "dct:issued", moment(str(one["ReleaseDate"])) if one.get("ReleaseDate") else ""


def _links(collection: Collection) -> Iterator[tuple[str, str]]:
    for one in _each(collection, "RelatedUrls"):
        kind = str(one.get("Type") or "").upper()
        data = kind in ("GET DATA", "GET SERVICE", "USE SERVICE API", "GET CAPABILITIES")
        landing = kind in ("DATA SET LANDING PAGE", "DATASET LANDING PAGE")
        path = "dcat:distribution" if data else "dcat:landingPage" if landing else "foaf:page"
        path = "adms:sample" if kind == "GET RELATED VISUALIZATION" else path
        yield path, address(str(one.get("URL") or ""))
    for citation in _each(collection, "CollectionCitations"):
        for one in _each(citation, "OnlineResource"):
            yield "dcat:landingPage", address(str(one.get("Linkage") or ""))


def _codes(collection: Collection, context: Context) -> Iterator[tuple[str, str]]:
    for path, codelist, codes in (
        ("geodcatap:topicCategory", "topic-categories", collection.get("ISOTopicCategories") or ()),
        ("adms:status", "progress", [collection.get("CollectionProgress")]),
        ("dct:language", "languages", [collection.get("DataLanguage")]),
    ):
        for code in codes:
            found = context.codelists[codelist].lookup(str(code)) if code else None
            yield path, address(iri_value(found)) if found else ""


def _others(collection: Collection) -> Iterator[tuple[str, str]]:
    for key, names in OTHERS.items():
        for one in _each(collection, key):
            said = [_line(one[name]) for name in names if one.get(name) and not isinstance(one[name], (dict, list))]
            yield f"umm:{key}", " – ".join(text for text in said if text)
    for (key, name), path in NAMED.items():
        for one in _each(collection, key):
            yield path, _line(one.get(name))
    for one in _each(collection, "PublicationReferences"):
        found = next((str(holder["DOI"]) for holder in _each(one, "DOI") if holder.get("DOI")), "")
        yield "dct:isReferencedBy", address(f"https://doi.org/{found.removeprefix('doi:')}") if found else ""
        yield "dct:isReferencedBy/dct:title", _english(one.get("Title"))
    for constraints in _each(collection, "AccessConstraints"):
        yield "dct:rights", _line(constraints.get("Description"))
    for constraints in _each(collection, "UseConstraints"):
        yield "dct:rights", _line(constraints.get("Description"))


NAMED: Mapping[tuple[str, str], str] = {
    ("AdditionalAttributes", "Name"): "schema:additionalProperty/schema:name",
    ("ProcessingLevel", "Id"): "schema:additionalProperty/schema:value",
    ("Distributions", "DistributionFormat"): "schema:additionalProperty/schema:value",
    ("Distributions", "DistributionMedia"): "schema:additionalProperty/schema:value",
}
"""Fields of UMM-C, and the path of the named values that we make of them."""

OTHERS: Mapping[str, Sequence[str]] = {
    "TilingIdentificationSystems": ("TilingIdentificationSystemName",),
    "MetadataAssociations": ("Type", "EntryId"),
}
"""What UMM-C says that is compared by hand: by field, the names that tell its values apart."""
