"""The names of ISO 19115's elements in its two encodings.

ISO 19115-3 spreads over many namespaces what ISO/TS 19139 has in one. A table that holds for both is written in the
names of ISO 19115-3; ``in_19139`` says it in the older names.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .crosswalk import Choice, Entry, Ignore, Node, Row, Under

_STANDARD = "http://standards.iso.org/iso/19115/-3/"

ISO_19115_3 = {
    "cit": f"{_STANDARD}cit/2.0",
    "gco": f"{_STANDARD}gco/1.0",
    "gcx": f"{_STANDARD}gcx/1.0",
    "gex": f"{_STANDARD}gex/1.0",
    "lan": f"{_STANDARD}lan/1.0",
    "mac": f"{_STANDARD}mac/2.0",
    "mcc": f"{_STANDARD}mcc/1.0",
    "mco": f"{_STANDARD}mco/1.0",
    "mdb": f"{_STANDARD}mdb/2.0",
    "mas": f"{_STANDARD}mas/1.0",
    "mex": f"{_STANDARD}mex/1.0",
    "mpc": f"{_STANDARD}mpc/1.0",
    "msr": f"{_STANDARD}msr/2.0",
    "gfc": "http://standards.iso.org/iso/19110/gfc/1.1",
    "mdq": "http://standards.iso.org/iso/19157/-2/mdq/1.0",
    "mmi": f"{_STANDARD}mmi/1.0",
    "mrc": f"{_STANDARD}mrc/2.0",
    "mrd": f"{_STANDARD}mrd/1.0",
    "mri": f"{_STANDARD}mri/1.0",
    "mrl": f"{_STANDARD}mrl/2.0",
    "mrs": f"{_STANDARD}mrs/1.0",
    "srv": f"{_STANDARD}srv/2.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""Namespaces of ISO 19115-3 by prefix, in the versions that the tables are written in."""

ISO_19139 = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gmi": "http://www.isotc211.org/2005/gmi",
    "srv": "http://www.isotc211.org/2005/srv",
    "che": "http://www.geocat.ch/2008/che",
    "eos": "http://earthdata.nasa.gov/schema/eos",
    "sdn": "http://www.seadatanet.org",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""Namespaces of ISO/TS 19139, and of three profiles, by prefix."""

_EXTENSIONS = ("mrl:output", "mrl:processingInformation", "mrl:report", "mrc:rangeElementDescription")
"""Elements that ISO 19115-2 had added in a namespace of its own, and ISO 19115-3 has with the others."""

_OLDER = {
    **dict.fromkeys(_EXTENSIONS, "gmi"),
    **{prefix: "gmd" for prefix in ISO_19115_3 if prefix not in ISO_19139},
    "mac": "gmi",
    "gcx": "gmx",
}
_PREFIX = re.compile(rf"\b({'|'.join(_EXTENSIONS)})\b|\b({'|'.join(p for p in _OLDER if ':' not in p)}):")


def in_19139(entries: Sequence[Entry]) -> list[Entry]:
    """Entries written in the names of ISO 19115-3, in those of ISO/TS 19139.

    Raises:
        TypeError: an entry is of no known kind.
    """
    return [_in_19139(entry) for entry in entries]


def _in_19139(entry: Entry) -> Entry:
    path = _PREFIX.sub(_older, entry.path)
    match entry:
        case Node() | Under():
            return replace(entry, path=path, rows=in_19139(entry.rows))
        case Row() | Choice() | Ignore():
            return replace(entry, path=path)
    raise TypeError(entry)


def _older(name: re.Match[str]) -> str:
    if name[1]:
        return f"{_OLDER[name[1]]}:{name[1].partition(':')[2]}"
    return f"{_OLDER[name[2]]}:"
