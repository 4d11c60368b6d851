"""The errors of mapping, by consequence.

MappingError
├── ConversionError  caught in the crosswalk: one value is lost, the record is kept, a diagnostic says which and why
└── RecordError      caught in the run: the record is refused and keeps its last good graph
"""

from vocab.diagnostic import Diagnostic


class MappingError(Exception):
    """Base of all errors of mapping."""


class ConversionError(MappingError):
    """A source value has no RDF term.

    Attributes:
        code: the diagnostic's code.
        detail: what the diagnostic's ``{detail}`` stands for.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class RecordError(MappingError):
    """A document cannot be refined at all.

    Attributes:
        diagnostics: why, with place and excerpt.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.en for d in diagnostics))
        self.diagnostics = diagnostics
