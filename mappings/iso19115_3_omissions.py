"""What of ISO 19115-3 is left out on purpose, and why."""

from .crosswalk import Entry

OMISSIONS: list[Entry] = [
]
