"""The city of Bekasi as first configured."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import VERSION
from routing.city.loading import load_city
from routing.delivered import CITY
from storage.models import Agency, Area, Base, Category, ConfigVersion, Holiday, Setting

# A Monday, 09.00 WIB, with no day off in the following two weeks.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KRANJI = "32.75.02.1002"
KRANJI_POINT = (-6.228224, 106.975032)
MARGAHAYU = "32.75.01.1002"

_TABLES: tuple[type[Base], ...] = (Area, Agency, Category, Holiday, Setting, ConfigVersion)
_read: dict[type[Base], list[dict[str, Any]]] = {}


def load(tx: Session, *, proof: bool = False) -> None:
    """Put the shipped configuration into an empty database; without proof of work, unless that is the matter:
    then every finished report of most tests would need a photo, and one in ten somebody to look at it.

    The files are read through `load_city` once a process; later databases get copies of its rows, which is
    five times as quick and makes out a good part of the suite's time.
    """
    if _read:
        for table, rows in _read.items():
            tx.execute(insert(table), rows)
        _proof(tx, wanted=proof)
        return
    load_city(tx, CITY, now=NOW)
    for table in _TABLES:
        names = [column.key for column in table.__mapper__.column_attrs]
        copies = [{name: getattr(row, name) for name in names} for row in tx.scalars(select(table))]
        # Parents first: a kecamatan, and its office, before its kelurahan.
        _read[table] = sorted(copies, key=lambda row: (row.get("kind") == "kelurahan", str(row.get("code"))))
    _proof(tx, wanted=proof)


def _proof(tx: Session, *, wanted: bool) -> None:
    """A configuration of its own: what is kept of one must not be taken for the other."""
    if wanted:
        return
    tx.execute(update(Category).values(proof="tidak", checking="tidak"))
    tx.merge(Setting(key=VERSION, value={"value": "without proof of work"}))
    tx.info.pop("catalogue", None)
