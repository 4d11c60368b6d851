"""The hubs file of the sample hubs: what ``hubs.toml`` is for the hubs of Data Terra."""

import json
from pathlib import Path

TEMPLATE = """\
[[hub]]
id = "aeris"
title = { en = "AERIS", fr = "AERIS" }
domain = { en = "Atmosphere", fr = "Atmosphère" }
homepage = "https://www.aeris-data.fr"

[[hub.source]]
name = "catalogue"
protocol = "oai-pmh"
url = "{base}/aeris/oai"

[[hub]]
id = "formater"
title = { en = "ForM@Ter", fr = "ForM@Ter" }
domain = { en = "Solid Earth", fr = "Terre solide" }
homepage = "https://www.poleterresolide.fr"

[[hub.source]]
name = "catalogue"
protocol = "folder"
url = "{samples}/formater"
pattern = "**/*.xml"

[[hub]]
id = "odatis"
title = { en = "ODATIS", fr = "ODATIS" }
domain = { en = "Ocean", fr = "Océan" }
homepage = "https://www.odatis-ocean.fr"

[[hub.source]]
name = "sextant"
protocol = "csw"
url = "{base}/odatis/csw"

[[hub.source]]
name = "sextant-19115-3"
protocol = "csw"
url = "{base}/odatis/csw"
output_schema = "http://standards.iso.org/iso/19115/-3/mdb/2.0"

[[hub]]
id = "theia"
title = { en = "Theia", fr = "Theia" }
domain = { en = "Land surfaces", fr = "Surfaces continentales" }
homepage = "https://www.theia-land.fr"

[[hub.source]]
name = "geodes"
protocol = "stac-api"
url = "{base}/theia/stac"
items = "all"

[[hub.source]]
name = "in-situ"
protocol = "csw"
url = "{base}/theia/csw"

[[hub]]
id = "dinamis"
title = { en = "DINAMIS", fr = "DINAMIS" }
domain = { en = "Very-high-resolution satellite imagery", fr = "Imagerie satellitaire à très haute résolution" }
homepage = "https://dinamis.data-terra.org"

[[hub.source]]
name = "catalogue"
protocol = "stac-static"
url = "{base}/dinamis/catalog.json"
"""
"""The file, with ``{base}`` for the server's base URL and ``{samples}`` for the samples' folder."""


def write_hubs(base_url: str, path: Path, samples_folder: Path) -> None:
    """Write the hubs file that declares the sample hubs.

    Args:
        base_url: where ``samples.server`` serves them, without a slash at the end.
        path: the file to write.
        samples_folder: the folder that is served.
    """
    places = {"{base}": base_url, "{samples}": samples_folder.resolve().as_posix()}
    text = TEMPLATE
    for placeholder, place in places.items():
        # TOML's basic strings take the escapes of JSON.
        text = text.replace(placeholder, json.dumps(place, ensure_ascii=False)[1:-1])
    path.write_text(text, "utf-8")
