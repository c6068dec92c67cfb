"""Times and intervals as SensorThings writes them: ISO 8601 with a zone, intervals with a slash."""

from datetime import UTC, datetime

from sensors.sta.faults import bad


def read(text: object) -> datetime:
    """An instant; StaFault (400) where it is none or names no zone: whose clock it is would be a guess."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
        if at is not None and at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise bad(f"{str(text)[:60]!r} is no time: ISO 8601 with a zone, as 2026-11-29T08:00:00+07:00")


def read_span(text: object) -> tuple[datetime, datetime | None]:
    """(begin, end) of an interval, (instant, None) of an instant."""
    if isinstance(text, str) and "/" in text:
        first, _, last = text.partition("/")
        begin, end = read(first), read(last)
        if end < begin:
            raise bad("An interval ends before it begins")
        return begin, end
    return read(text), None


def write(at: datetime | None) -> str | None:
    """As 2026-11-29T01:00:00Z, fractions only where there are any."""
    if at is None:
        return None
    text = at.astimezone(UTC).isoformat().removesuffix("+00:00")
    return f"{text.rstrip('0') if '.' in text else text}Z"


def write_span(first: datetime | None, last: datetime | None) -> str | None:
    """An interval, an instant where there is no end, None where there is nothing."""
    if first is None:
        return None
    return f"{write(first)}/{write(last)}" if last is not None else write(first)
