"""The errors of harvesting, by consequence.

HarvestError
├── TransientError           caught in the transport: tried again, then a SourceError
├── SourceError              caught in the run: the source's outcome is PARTIAL or FAILED, other sources go on
│   ├── AnswerError          the source is there, but this one answer is of no use; a harvester may pass over one record
│   │   ├── StatusError      its status says so; some protocols put their own errors into such an answer
│   │   └── BrokenError      the source fails at this answer; it may succeed at a smaller one
│   │       └── MalformedError  what came is not whole, or something else: tried again in the transport first
│   ├── LoopError            a list goes round in circles; some have then given everything they have
│   ├── PlaceError           caught in the run: the listing begins anew
│   └── CredentialError      this machine lacks what opens the source
└── ConfigurationError       caught in the command: nothing is harvested
"""


class HarvestError(Exception):
    """Base of all errors of harvesting."""


class TransientError(HarvestError):
    """A failure that may pass: a time-out, a broken connection, a status of 429 or 5xx.

    Attributes:
        retry_after: seconds that the source asks to be left alone; None when it says nothing.
        broken: whether the source is there and fails at this very answer; when the failure stays it is a
            ``BrokenError``.
    """

    def __init__(self, message: str, retry_after: float | None = None, *, broken: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.broken = broken


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


class BrokenError(AnswerError):
    """A source fails at an answer, or it is too large: a question for less may be answered."""


class MalformedError(BrokenError):
    """An answer is broken off, or no document of the protocol at all."""


class LoopError(SourceError):
    """A list goes round in circles: a page came twice, or nothing but empty pages."""


class PlaceError(SourceError):
    """A listing cannot go on at a place, because it is of another listing."""


class CredentialError(SourceError):
    """The environment does not have the credential that a source names, or not one that can be sent."""


class ConfigurationError(HarvestError):
    """A hub or source is declared wrongly."""
