"""Harvesting: hubs and their sources, one module per protocol, the only HTTP transport.

``hub`` and ``hubs.toml`` declare whom to ask, ``protocol`` is the table of protocols, ``transport`` has every HTTP
setting, ``record`` is what comes out. ``page`` cuts records out of XML listings, ``stac`` reads what STAC documents say
about themselves. Nothing here knows what a record means: that begins in ``mappings``.
"""
