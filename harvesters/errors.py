"""The errors of harvesting, by consequence.

HarvestError
├── TransientError      caught in the transport: tried again, then a SourceError
├── SourceError         caught in the run: the source's outcome is PARTIAL or FAILED, other sources go on
│   └── AnswerError     the source is there, but this one answer is of no use; a harvester may pass over one record
└── ConfigurationError  caught in the command: nothing is harvested
"""


class HarvestError(Exception):
    """Base of all errors of harvesting."""


class TransientError(HarvestError):
    """A failure that may pass: a time-out, a broken connection, a status of 429 or 5xx.

    Attributes:
        retry_after: seconds that the source asks to be left alone; None when it says nothing.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SourceError(HarvestError):
    """A source cannot be listed, or not to its end."""


class AnswerError(SourceError):
    """A source answers, but not with what was asked for: a status of 4xx, too much, a forbidden redirect."""


class ConfigurationError(HarvestError):
    """A hub or source is declared wrongly."""
