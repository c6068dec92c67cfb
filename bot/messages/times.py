"""Moments as people say them: in WIB, with the weekday and the month in words."""

from datetime import datetime

from routing.domain.promises import says_when
from storage import written

PATTERNS = {
    "id": "EEEE, d MMMM y 'pukul' HH.mm 'WIB'",
    "en": "EEEE, d MMMM y 'at' HH:mm 'WIB'",
}


DAYS = {"id": "EEEE, d MMMM y", "en": "EEEE, d MMMM y"}


def promised(at: datetime, locale: str = "id") -> str:
    """As `moment`; a promise of a whole day has no hour."""
    tongue = locale if locale in DAYS else "id"
    return moment(at, tongue) if says_when(at)[1] else written.moment(at, DAYS[tongue], tongue)


def moment(at: datetime, locale: str = "id") -> str:
    """ "Selasa, 24 November 2026 pukul 16.00 WIB" for an aware moment."""
    tongue = locale if locale in PATTERNS else "id"
    return written.moment(at, PATTERNS[tongue], tongue)
