"""The manifest: what a reconciliation service offers (reconciliation API 0.2, section 4.1)."""

from typing import Any
from urllib.parse import urlencode

from vocab.namespace import SKOS

from .batch import MOST_QUERIES
from .entity_type import EntityTypes
from .extension import settings
from .service import Service

PREVIEW = (430, 320)
"""Width and height of a preview, in pixels."""


def manifest(service: Service, language: str) -> dict[str, Any]:
    """What a service offers.

    Args:
        service: whose.
        language: that was asked for in the address, and goes on into the addresses; empty for none.
    """
    t, base = service.t, service.base
    own = f"{base}{service.path}"
    kept = f"?{urlencode({'lang': language})}" if language else ""
    further = f"&{urlencode({'lang': language})}" if language else ""
    types = EntityTypes(service)
    default = types.of(service.vocabulary.id)[:1] if service.vocabulary else tuple(types.all())
    title = t("site.name")
    width, height = PREVIEW
    return {
        "versions": ["0.2"],
        "name": f"{title} – {service.title(service.vocabulary.id)}"
        if service.vocabulary
        else t("reconciliation.everything", site=title),
        "identifierSpace": f"{base}/concept?uri=",
        "schemaSpace": SKOS.base,
        "documentation": f"{base}/about",
        "logo": f"{base}/static/icon.svg",
        "defaultTypes": [type_.reference() for type_ in default],
        "view": {"url": f"{base}/concept?uri={{{{id}}}}"},
        "preview": {"url": f"{own}/preview?id={{{{id}}}}{further}", "width": width, "height": height},
        "suggest": {
            kind: {
                "service_url": own,
                "service_path": f"/suggest/{kind}{kept}",
                "flyout_service_url": own,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}{further}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": own, "service_path": f"/extend/propose{kept}"},
            "property_settings": settings(service),
        },
        "batchSize": MOST_QUERIES,
    }
