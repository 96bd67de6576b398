"""Moments as the store keeps them: text of one width in UTC, which sorts as time does."""

from datetime import UTC, datetime, timedelta, timezone


def moment(at: datetime) -> str:
    """`2026-11-25T03:51:49.123456Z`. `at` is aware; a naive one would mean any of 24 hours."""
    if at.tzinfo is None:
        raise ValueError("a moment needs an offset from UTC")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def stamp(at: datetime) -> str:
    """A moment as the names of files have it, in UTC."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def read_moment(text: str, utc_offset: str = "+00:00") -> datetime:
    """The moment that `moment` wrote, as clocks with `utc_offset` showed it."""
    return datetime.fromisoformat(text).astimezone(_zone(utc_offset))


def utc_offset(at: datetime) -> str:
    """The offset of an aware moment from UTC, to the minute: `+07:00`."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a moment needs an offset from UTC")
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _zone(offset: str) -> timezone:
    sign = -1 if offset.startswith("-") else 1
    hours, _, minutes = offset[1:].partition(":")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))
