"""The catalogue: from harvested bytes to what is published.

``archive`` keeps what the hubs sent, ``refinery`` refines and validates it on a process pool, ``graph`` and
``database`` hold the result, ``generation`` publishes immutable snapshots of both, ``run`` drives it all, ``search``
reads a generation.
"""
