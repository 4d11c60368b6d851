"""The errors of harvesting, by consequence.

HarvestError
├── TransientError      caught in the transport: tried again, then a SourceError
├── SourceError         caught in the run: the source's outcome is PARTIAL or FAILED, other sources go on
│   └── AnswerError     the source is there, but this one answer is of no use; a harvester may pass over one record
│       └── StatusError its status says so; some protocols put their own errors into such an answer
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


class StatusError(AnswerError):
    """A source answers with a status of 3xx that leads nowhere, or of 4xx.

    Attributes:
        content: the beginning of the answer's body, at most 64 KiB.
    """

    def __init__(self, message: str, content: bytes) -> None:
        super().__init__(message)
        self.content = content


class ConfigurationError(HarvestError):
    """A hub or source is declared wrongly."""
