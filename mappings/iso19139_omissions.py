"""What of ISO/TS 19139 is left out on purpose, and why."""

from .crosswalk import Entry

OMISSIONS: list[Entry] = [
]
