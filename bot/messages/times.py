"""Moments as people say them: in WIB, with the weekday and the month in words."""

from datetime import datetime

from storage import written

PATTERNS = {
    "id": "EEEE, d MMMM y 'pukul' HH.mm 'WIB'",
    "en": "EEEE, d MMMM y 'at' HH:mm 'WIB'",
}


def moment(at: datetime, locale: str = "id") -> str:
    """ "Selasa, 24 November 2026 pukul 16.00 WIB" for an aware moment."""
    tongue = locale if locale in PATTERNS else "id"
    return written.moment(at, PATTERNS[tongue], tongue)
