"""The parts of `observation` on PostgreSQL: one a month (UTC), made ahead by the timetable.

What belongs to no part that is there (years ago, a restored backup) lies in the part of the rest until its
month is made. SQLite has no parts: everything here does nothing there.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect

AHEAD = 2  # months that are made before they begin
REST = "observation_rest"
LOCK = 5071128  # two who make parts at once would both find one missing


def start_of(moment: datetime) -> datetime:
    """The month's first moment."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def after(month: datetime, many: int = 1) -> datetime:
    """The month so many later."""
    number = month.year * 12 + month.month - 1 + many
    return month.replace(year=number // 12, month=number % 12 + 1)


def name_of(month: datetime) -> str:
    """The part's name: observation_2026_11."""
    return f"observation_{month:%Y_%m}"


def is_part(table: str) -> bool:
    """Whether a table is a part of `observation`."""
    return table == REST or (table.startswith("observation_") and table[12:].replace("_", "").isdecimal())


def keep(connection: Connection, now: datetime) -> list[str]:
    """Make this month, those ahead, and those whose rows lie in the rest; the names of the new ones."""
    if connection.dialect.name != "postgresql":
        return []
    month = start_of(now)
    wanted = {after(month, many) for many in range(AHEAD + 1)} | set(_in_the_rest(connection))
    return make(connection, wanted)


def _in_the_rest(connection: Connection) -> Iterable[datetime]:
    found = connection.exec_driver_sql(f"SELECT DISTINCT date_trunc('month', at, 'UTC') FROM {REST}")  # noqa: S608
    return [start_of(month) for (month,) in found]


def make(connection: Connection, moments: Iterable[datetime]) -> list[str]:
    """Make the parts of these moments' months that are missing, with their rows out of the rest."""
    if connection.dialect.name != "postgresql":
        return []
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    there = set(inspect(connection).get_table_names())
    missing = [month for month in sorted({start_of(one) for one in moments}) if name_of(month) not in there]
    for month in missing:
        _one(connection, month)
    return [name_of(month) for month in missing]


def _one(connection: Connection, month: datetime) -> None:
    """Its rows must leave the rest before it may be a part; who writes at this moment waits."""
    name, begin, end = name_of(month), month.isoformat(), after(month).isoformat()
    within = f"at >= '{begin}' AND at < '{end}'"
    connection.exec_driver_sql(f"LOCK TABLE {REST} IN ACCESS EXCLUSIVE MODE")
    connection.exec_driver_sql(f"CREATE TABLE {name} (LIKE observation INCLUDING DEFAULTS)")
    connection.exec_driver_sql(f"INSERT INTO {name} SELECT * FROM {REST} WHERE {within}")  # noqa: S608
    connection.exec_driver_sql(f"DELETE FROM {REST} WHERE {within}")  # noqa: S608
    connection.exec_driver_sql(
        f"ALTER TABLE observation ATTACH PARTITION {name} FOR VALUES FROM ('{begin}') TO ('{end}')"
    )


def drop_empty(connection: Connection, moment: datetime) -> list[str]:
    """Drop the months that ended by then and hold no row: their files hold what was deleted. Their names."""
    if connection.dialect.name != "postgresql":
        return []
    return [name for name in _ended(connection, moment) if _dropped(connection, name)]


def _dropped(connection: Connection, name: str) -> bool:
    any_row = f"SELECT EXISTS (SELECT FROM {name})"  # noqa: S608
    if connection.exec_driver_sql(any_row).scalar():
        return False
    connection.exec_driver_sql(f"LOCK TABLE ONLY observation, ONLY {name} IN ACCESS EXCLUSIVE MODE")
    if connection.exec_driver_sql(any_row).scalar():  # who was writing to it has committed by now
        return False
    connection.exec_driver_sql(f"DROP TABLE {name}")
    return True


def _ended(connection: Connection, moment: datetime) -> list[str]:
    last = name_of(start_of(moment))
    names = inspect(connection).get_table_names()
    return [name for name in names if is_part(name) and name != REST and name < last]


def drop_before(connection: Connection, moment: datetime) -> list[str]:
    """Drop the months that ended by then: quicker than deleting their rows. The names of those dropped."""
    if connection.dialect.name != "postgresql":
        return []
    old = _ended(connection, moment)
    for name in old:
        connection.exec_driver_sql(f"DROP TABLE {name}")
    return old
