"""Moments as people say them: in WIB, with the weekday and the month in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")

DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
CLOCK = {"id": "pukul {:%H.%M} WIB", "en": "at {:%H:%M} WIB"}


def moment(at: datetime, locale: str = "id") -> str:
    """ "Selasa, 24 November 2026 pukul 16.00 WIB" for an aware moment."""
    wib = at.astimezone(WIB)
    tongue = locale if locale in DAYS else "id"
    day = f"{DAYS[tongue][wib.weekday()]}, {wib.day} {MONTHS[tongue][wib.month - 1]} {wib.year}"
    return f"{day} {CLOCK[tongue].format(wib)}"
