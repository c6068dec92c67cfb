"""The city of Bekasi as first configured."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update
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
_read: dict[tuple[str, bool], list[tuple[str, Any]]] = {}


def load(tx: Session, *, proof: bool = False) -> None:
    """Put the shipped configuration into an empty database; without proof of work, unless that is the matter:
    then every finished report of most tests would need a photo, and one in ten somebody to look at it.

    The files are read through `load_city` once a process and kind of database; later ones get its rows as the
    driver gave them, which is twenty times as quick and makes out a good part of the suite's time.
    """
    kind = tx.get_bind().dialect.name, proof
    if kind not in _read:
        load_city(tx, CITY, now=NOW)
        _proof(tx, wanted=proof)
        tx.flush()
        _read[kind] = [_taken(tx, table) for table in _TABLES]
        return
    for into, rows in _read[kind]:
        _put(tx, into, rows)


def _taken(tx: Session, table: type[Base]) -> tuple[str, Any]:
    """The table with its columns, and its rows: tuples of values on SQLite, a binary copy on PostgreSQL."""
    columns = [column.name for column in table.__mapper__.columns]
    names = ", ".join(f'"{name}"' for name in columns)
    into = f"{table.__tablename__} ({names})"
    if tx.get_bind().dialect.name == "postgresql":
        with _cursor(tx).copy(f"COPY {into} TO STDOUT (FORMAT BINARY)") as copy:
            return into, b"".join(copy)
    # Parents first: a kecamatan, and its office, before its kelurahan.
    order = "ORDER BY kind = 'kelurahan', code" if "kind" in columns and "code" in columns else ""
    found = f"SELECT {names} FROM {table.__tablename__} {order}"
    return into, [tuple(row) for row in tx.connection().exec_driver_sql(found)]


def _put(tx: Session, into: str, rows: Any) -> None:
    if isinstance(rows, bytes):
        with _cursor(tx).copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(rows)
    elif rows:
        marks = ", ".join("?" * len(rows[0]))
        tx.connection().exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", rows)


def _cursor(tx: Session) -> Any:
    return tx.connection().connection.cursor()


def _proof(tx: Session, *, wanted: bool) -> None:
    """A configuration of its own: what is kept of one must not be taken for the other."""
    if wanted:
        return
    tx.execute(update(Category).values(proof="tidak", checking="tidak"))
    tx.merge(Setting(key=VERSION, value={"value": "as shipped"}))
    configured(tx, "without proof of work")


def configured(tx: Session, *what: object) -> None:
    """The configuration has been changed like this: as `changed`, but the same change of the same
    configuration has the same version, so a process reads it once however many tests make it.
    """
    before = tx.get_one(Setting, VERSION).value["value"]
    tx.merge(Setting(key=VERSION, value={"value": f"{before}, {what}"}))
    tx.info.pop("catalogue", None)
