"""MD_DigitalTransferOptions in both ISO encodings: what they and the distributor say of a link."""

from collections.abc import Iterable

from vocab.term import Term

from .converters import links
from .converters.dates import date
from .converters.text import local_name, one_line, text_of
from .converters.xml import each, text_at
from .iso_online import is_archive, is_file, is_service, online
from .parsing import XmlElement
from .scope import Scope


def _holders(node: XmlElement) -> dict[str, XmlElement]:
    """What an online resource stands in, by local name."""
    return {local_name(element): element for element in node.iterancestors()}


def _techniques(holder: XmlElement) -> frozenset[str]:
    """How the formats of a transfer, distributor or distribution are compressed; an empty text where one is not."""
    return frozenset(
        one_line(text_at(element, "fileDecompressionTechnique"))
        for key in ("distributionFormat", "distributorFormat")
        for held in each(holder, key)
        for element in held
    )


def compression(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The media type of the compression that all formats of a link have: of its transfer, else of the record.

    What the record says of all is nothing to a service, or to a file whose name says that it is not packed.
    """
    if is_service(node, scope):
        return ()
    holders = _holders(node)
    techniques = _of_all(("MD_DigitalTransferOptions",), holders, scope)
    if not techniques and (not is_file(node, scope) or is_archive(online(node, scope))):
        techniques = _of_all(("MD_Distributor", "MD_Distribution"), holders, scope)
    found = links.media_type_term(next(iter(techniques)), scope) if len(techniques) == 1 else None
    return () if found is None else (found,)


def _of_all(names: Iterable[str], holders: dict[str, XmlElement], scope: Scope) -> frozenset[str]:
    found = (scope.once(_techniques, holders[name]) for name in names if name in holders)
    return frozenset().union(*found)


def available(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """When a link's distributor, or else the only one of the record, has the data available.

    Raises:
        ConversionError: it is no date.
    """
    holders = _holders(node)
    holder = holders.get("MD_Distributor", holders.get("MD_Distribution"))
    planned = scope.once(_planned, holder) if holder is not None else None
    return date(planned, scope) if planned is not None else ()


def _planned(holder: XmlElement) -> XmlElement | None:
    """The date from which a distributor, or the only one of a distribution, has the data; None unless it is one."""
    if local_name(holder) == "MD_Distributor":
        distributors = [holder]
    else:
        distributors = [distributor for held in each(holder, "distributor") for distributor in held]
    planned = {
        text_of(element): element
        for distributor in distributors
        for held in each(distributor, "distributionOrderProcess")
        for process in held
        for element in each(process, "plannedAvailableDateTime")
        if text_of(element)
    }
    return next(iter(planned.values())) if len(planned) == len(distributors) == 1 else None
