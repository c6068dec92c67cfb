"""The city of Bekasi as first configured."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from routing.areas import BEKASI
from routing.city import load_city

# A Monday, 09.00 WIB, with no day off in the following two weeks.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KRANJI = "32.75.02.1002"
KRANJI_POINT = (-6.228224, 106.975032)
MARGAHAYU = "32.75.01.1002"


def load(tx: Session, *, now: datetime = NOW) -> None:
    """Put the shipped configuration into the database."""
    load_city(tx, BEKASI, now=now)
