"""The errors of harvesting, by consequence.

HarvestError
├── TransientError      caught in the transport: tried again, then a SourceError
├── SourceError         caught in the run: the source's outcome is PARTIAL or FAILED, other sources go on
└── ConfigurationError  caught in the command: nothing is harvested
"""


class HarvestError(Exception):
    """Base of all errors of harvesting."""


class TransientError(HarvestError):
    """A failure that may pass: a time-out, a broken connection, a status of 429 or 5xx."""


class SourceError(HarvestError):
    """A source cannot be listed, or not to its end."""


class ConfigurationError(HarvestError):
    """A hub or source is declared wrongly."""
