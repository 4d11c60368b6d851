"""Addresses of concepts, and how two spellings of one address are recognised as the same."""

import re

_GCMD = re.compile(
    r"(?:gcmdservices\.gsfc\.nasa\.gov|gcmd\.(?:gsfc|earthdata)\.nasa\.gov|cmr\.earthdata\.nasa\.gov)/"
    r"\S*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b.*"
)
"""Addresses, old and new, under which GCMD's concepts are cited."""


def comparable(iri: str) -> str:
    """An address without what makes no difference: http or https, a slash at its end, by which server GCMD is cited.

    >>> comparable("https://vocab.nerc.ac.uk/collection/P02/current/TEMP/")
    'vocab.nerc.ac.uk/collection/P02/current/TEMP'
    """
    key = iri.removeprefix("https://").removeprefix("http://").rstrip("/")
    return _GCMD.sub(r"gcmd.earthdata.nasa.gov/kms/concept/\1", key) if "nasa.gov/" in key else key
