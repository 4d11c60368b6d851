"""The crosswalk of STAC Catalogs (0.6 to 1.1) to GeoDCAT-AP 3.1; no other is published.

A Catalog has the fields of a Collection but its extent and licence, and some publishers give it those too: the table
is that of Collections. It groups what it links to, so it is a DatasetSeries, and a Dataset when it links to nothing. A
``dcat:Catalog`` it is not, as the catalogue here is that of the hub.
"""

from typing import Any

from vocab.namespace import DCAT

from . import stac, stac_link
from .crosswalk import Crosswalk
from .path import KEY_PATHS
from .scope import Scope
from .stac_collection import STAC_COLLECTION, identify


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """A Catalog with children or Items is a DatasetSeries; another is a Dataset."""
    stac.prepare(document, scope)
    groups = any(link.get("rel") in ("child", "item", "items", "data") for link in stac_link.links_of(document))
    scope.kind = DCAT.DatasetSeries if groups else DCAT.Dataset


STAC_CATALOG = Crosswalk("stac-catalog", KEY_PATHS, identify, prepare, STAC_COLLECTION.rows)
