"""What types the fields of STAC documents have to have, so that what cannot be read is told.

Numbers that stand where a text is due are read as texts, and are not told.
"""

from collections.abc import Mapping
from typing import Any

from .crosswalk import report
from .scope import Scope

_SCALAR = (str, int, float)
_TEXTS = dict.fromkeys(
    ("title", "description", "version", "datetime", "created", "updated", "start_datetime", "end_datetime"), _SCALAR
)
_SHARED: Mapping[str, type | tuple[type, ...]] = {
    **_TEXTS,
    **dict.fromkeys(("license", "sci:doi"), str),
    **dict.fromkeys(("sci:citation", "processing:lineage"), _SCALAR),
    **dict.fromkeys(("keywords", "themes", "sci:publications"), list),
    **dict.fromkeys(("providers", "contacts"), (list, dict)),
}

TYPES: Mapping[tuple[str, ...], Mapping[str, type | tuple[type, ...]]] = {
    (): {
        **_SHARED,
        **dict.fromkeys(("properties", "summaries"), dict),
        **dict.fromkeys(("extent", "geometry"), dict),
        **dict.fromkeys(("links", "assets"), (list, dict)),
        **dict.fromkeys(("bbox", "stac_extensions"), list),
        **dict.fromkeys(("stac_version", "collection"), _SCALAR),
    },
    ("properties",): _SHARED,
    ("extent",): dict.fromkeys(("spatial", "temporal"), (list, dict)),
    ("extent", "spatial"): {"bbox": list},
    ("extent", "temporal"): {"interval": list},
}
"""By the path of an object, the types that its fields may have."""


_CALLED = ((bool, "boolean"), ((int, float), "number"), (str, "string"), (list, "array"), (dict, "object"))
"""What the types are called in JSON (RFC 8259)."""


def check(document: dict[str, Any], scope: Scope) -> None:
    """Report each field of another type, unless it is empty."""
    for path, types in TYPES.items():
        holder: Any = document
        for key in path:
            holder = dict.get(holder, key) if isinstance(holder, dict) else None
        # looked at without being asked: what is only looked at is not read
        for name, value in dict.items(holder) if isinstance(holder, dict) else ():
            wanted = types.get(name)
            if wanted is not None and value and not isinstance(value, wanted):
                detail = f"{name}: {next(called for kind, called in _CALLED if isinstance(value, kind))}"
                report(scope, "map.value", ".".join((*path, name)), value, detail=detail)
