"""MD_MaintenanceInformation in both ISO encodings: of the resource, and of its record."""

import re
from collections.abc import Iterable

from vocab.namespace import DCTERMS, RDFS, SCHEMA, XSD
from vocab.term import Term, literal

from . import iso_responsibility as responsibility
from .converters import codes, parties, text
from .crosswalk import Choice, Entry, Row
from .errors import ConversionError
from .iso_property import Named
from .parsing import XmlElement
from .scope import Scope

_DURATION = re.compile(r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")


OF_RESOURCE: list[Entry] = [
    Row(RDFS.comment, "mmi:maintenanceNote", text.localised),
    Row(SCHEMA.additionalProperty, "mmi:userDefinedMaintenanceFrequency", Named("interval of maintenance")),
    Choice(parties.PROPERTIES, "mmi:contact/*", responsibility.attributions),
]
"""The entries about the maintenance of a resource, but for its frequency and next update."""

OF_RECORD: list[Entry] = [
    Row(
        DCTERMS.accrualPeriodicity,
        "mmi:maintenanceAndUpdateFrequency",
        codes.Code("frequencies"),
        max=1,
        about_record=True,
    ),
    Row(RDFS.comment, "mmi:maintenanceNote", text.localised, about_record=True),
    Choice(parties.RECORD_CONTACT, "mmi:contact/*", responsibility.record_contact, about_record=True),
]
"""The entries about the maintenance of a record."""


def duration(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A duration as ISO 8601 writes it.

    Raises:
        ConversionError: it is none.
    """
    del scope
    said = text.one_line(" ".join(node.itertext()))
    if not said:
        return ()
    if not _DURATION.fullmatch(said):
        raise ConversionError("map.value", said[:60])
    return (literal(said, datatype=XSD.duration),)
