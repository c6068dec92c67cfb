"""Moments as people say them: by the city's clock, with the weekday and the month in words."""

from datetime import datetime, timedelta

from routing.domain.deadlines import ALWAYS, LOCAL, Hours
from routing.domain.promises import says_when
from storage import written
from storage.clock import ZONE

PATTERNS = {
    "id": f"EEEE, d MMMM y 'pukul' HH.mm '{ZONE}'",
    "en": f"EEEE, d MMMM y 'at' HH:mm '{ZONE}'",
}


_DAYS_OFF = {"id": ", libur pada hari libur nasional", "en": ", closed on public holidays"}
_ALWAYS = {"id": "24 jam setiap hari", "en": "around the clock"}
_MONDAY = datetime(2024, 1, 1, tzinfo=LOCAL)  # a day of the week is named by a date of it
DAYS = {"id": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"}


def promised(at: datetime, locale: str = "id") -> str:
    """As `moment`; a promise of a whole day has no hour."""
    tongue = locale if locale in DAYS else "id"
    return moment(at, tongue) if says_when(at)[1] else written.moment(at, DAYS[tongue], tongue)


def moment(at: datetime, locale: str = "id") -> str:
    """ "Selasa, 24 November 2026 pukul 16.00 WIB" for an aware moment."""
    tongue = locale if locale in PATTERNS else "id"
    return written.moment(at, PATTERNS[tongue], tongue)


def working(hours: Hours, locale: str = "id") -> str:
    """ "Senin–Jumat 07.30–16.00, libur pada hari libur nasional", in the person's language."""
    tongue = locale if locale in DAYS else "id"
    if hours == ALWAYS:
        return _ALWAYS[tongue]
    days = sorted(hours.days)
    names = [written.moment(_MONDAY + timedelta(days=day), "EEEE", tongue) for day in days]
    row = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    named = f"{names[0]}–{names[-1]}" if row else ", ".join(names)
    clock = (_MONDAY + timedelta(minutes=at) for at in (hours.opens, hours.closes))
    sign = "." if tongue == "id" else ":"
    closed = "" if hours.holidays else _DAYS_OFF[tongue]
    return f"{named} {'–'.join(f'{at:%H}{sign}{at:%M}' for at in clock)}{closed}"
