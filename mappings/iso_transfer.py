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


def _formats(holders: dict[str, XmlElement], names: Iterable[str]) -> list[XmlElement]:
    """The MD_Format elements of the holders with some names."""
    return [
        element
        for name in names
        if name in holders
        for key in ("distributionFormat", "distributorFormat")
        for holder in each(holders[name], key)
        for element in holder
    ]


def compression(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The media type of the compression that all formats of a link have: of its transfer, else of the record.

    What the record says of all is nothing to a service, or to a file whose name says that it is not packed.
    """
    if is_service(node, scope):
        return ()
    holders = _holders(node)
    formats = _formats(holders, ("MD_DigitalTransferOptions",))
    if not formats and (not is_file(node, scope) or is_archive(online(node, scope))):
        formats = _formats(holders, ("MD_Distributor", "MD_Distribution"))
    techniques = {one_line(text_at(element, "fileDecompressionTechnique")) for element in formats}
    found = links.media_type_term(techniques.pop(), scope) if len(techniques) == 1 else None
    return () if found is None else (found,)


def available(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """When a link's distributor, or else the only one of the record, has the data available.

    Raises:
        ConversionError: it is no date.
    """
    holders = _holders(node)
    if "MD_Distributor" in holders:
        distributors = [holders["MD_Distributor"]]
    else:
        held = each(holders["MD_Distribution"], "distributor") if "MD_Distribution" in holders else []
        distributors = [distributor for holder in held for distributor in holder]
    planned = {
        text_of(element): element
        for distributor in distributors
        for holder in each(distributor, "distributionOrderProcess")
        for process in holder
        for element in each(process, "plannedAvailableDateTime")
        if text_of(element)
    }
    return date(next(iter(planned.values())), scope) if len(planned) == len(distributors) == 1 else ()
