"""Moments as sources write them, and the way back from them that makes listings of changes overlap."""

from datetime import UTC, datetime, timedelta


def before(moment: str, seconds: int) -> datetime | None:
    """The instant some seconds before a moment; None when the moment is none.

    Args:
        moment: in ISO 8601; without time zone in UTC.
        seconds: to go back.
    """
    try:
        instant = datetime.fromisoformat(moment)
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
        return instant - timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
