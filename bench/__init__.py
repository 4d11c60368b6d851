"""Benchmarks: each script measures one thing, prints a table, and with ``--json`` the same figures as JSON.

Run one from the repository's root with ``python -m bench.refine``, all with ``make bench``; ``--quick`` does it on a
few records. Times are of one machine on one day: the ratios within a run say more than the figures.
"""
