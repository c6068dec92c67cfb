"""Feeds of agencies."""

from typing import Any

from sqlalchemy.orm import Session

from storage.models import AgencyFeed
from tests.factories.city import NOW

AIR: dict[str, Any] = {
    "nilai": [{"kolom": "pm10", "indikator": "ispu_pm10", "hanya": []}],
    "waktu": ["tanggal"], "tempat": "titik", "kolom_tempat": "stasiun",
}  # fmt: skip


def feed(tx: Session, code: str = "ispu", *, agency: str = "dlh", **more: Any) -> AgencyFeed:
    """A feed that nobody has connected, unless `more` says so."""
    made = AgencyFeed(
        **{"code": code, "name": "ISPU harian", "agency_code": agency, "sector": "lingkungan",
           "every_hours": 24, "responsible": "Bidang Udara", "source": "", "description": {}, "columns": [],
           "seen": {}, "created_at": NOW, **more}
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    return made
