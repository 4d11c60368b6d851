"""Harvesting: hubs and their sources, one module per protocol, the only HTTP transport.

``hub`` and ``hubs.toml`` declare whom to ask and ``timing`` when, ``protocol`` is the table of protocols, ``record`` is
what comes out. ``transport`` has every HTTP setting; around it are ``exchange`` (what is asked and answered), ``lane``
(how requests to a host follow one another), ``address`` (where we may be sent), ``body`` (what comes off the wire) and
``credential``. ``page`` cuts records out of XML listings, ``stac`` reads what STAC documents say about themselves.
Nothing here knows what a record means: that begins in ``mappings``.
"""
