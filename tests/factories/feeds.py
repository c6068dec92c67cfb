"""Feeds of agencies."""

from typing import Any

from sqlalchemy.orm import Session

from storage.models import Feed
from tests.factories.city import NOW

AIR: dict[str, Any] = {
    "nilai": [{"kolom": "pm10", "indikator": "ispu_pm10", "hanya": []}],
    "waktu": ["tanggal"], "tempat": "titik", "kolom_tempat": "stasiun",
}  # fmt: skip


def feed(tx: Session, code: str = "ispu", *, agency: str = "dlh", **more: Any) -> Feed:
    """A feed that nobody has connected, unless `more` says so."""
    made = Feed(
        **{"code": code, "name": "ISPU harian", "agency_code": agency, "sector": "lingkungan",
           "every_hours": 24, "responsible": "Bidang Udara", "source": "", "description": {}, "columns": [],
           "seen": {}, "created_at": NOW, **more}
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    return made
