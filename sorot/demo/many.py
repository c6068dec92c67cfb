# ruff: noqa: S608 - SQL put together from this file's own constants
"""A city's worth of reports to try pages, indexes and upgrades on: two years of them, beside the demo city.

A thousand reports go the way of real ones, with the demo's own sentences; the others are made from them in
SQL. Skewed as reports are: some kinds and kelurahan have most, people write in the morning and at night, few
write often, water stands on few days and then everywhere, and only what is young is open still.
"""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from routing.city.catalogue import Catalogue, catalogue
from routing.figures import FROM_RESIDENTS
from routing.reports.filing import NewReport, file_report
from storage import clock, db, tallies, yaml_files
from storage.models import Person, Report

BASE, PEOPLE, DAYS, TOGETHER = 1_000, 20_000, 730, 50
A_PERSON = 10  # reports, up to PEOPLE
SERIAL = 100_000  # of the first copy: no report that went the real way has one so high
MOST_BEFORE = 500  # the demo city's own
YOUNG = 25  # days within which reports are open
WET = (12, 41, 322, 366, 398, 700)  # days ago on which water stood in the streets
FLOODED = ("banjir_genangan", "drainase", "sungai_tanggul")
# By hour of the day.
HOURS = (1, 1, 1, 1, 2, 5, 9, 10, 9, 8, 7, 7, 6, 5, 5, 5, 6, 7, 9, 10, 8, 6, 3, 2)
SHOWN = (
    "kind", "channel", "category_code", "category_by", "needs_review", "agency_code", "kelurahan_code",
    "place", "priority", "urgency", "urgency_why", "facts", "privacy", "shielded", "moved", "text", "demo",
)  # fmt: skip
FILLED = ("report", "message", "event", "inbox", "outbox", "report_words")
CASES = Path(__file__).parent / "reports.yml"


class NotEmpty(Exception):
    """Reports of real people are here, or many were made before."""


def make_many(reports: int, *, base: int = BASE) -> str:
    """Fill up to about so many reports and say what was made; base: how many of them go the real way.

    NotEmpty where it must not.
    """
    now = clock.now()
    with db.reading() as session:
        real = session.scalar(select(Report.id).where(~Report.demo, FROM_RESIDENTS).limit(1))
        before = session.scalar(select(func.count(Report.id))) or 0
        city = catalogue(session)
    if real is not None or before > MOST_BEFORE:
        raise NotEmpty
    dice = random.Random(11)
    people = min(PEOPLE, max(base, reports // A_PERSON))
    first = _file_base(city, dice, now, base, people)
    with db.transaction() as tx:
        per = max(0, reports - base - before) // base
        copied = _copy(tx.connection(), first, per, people, city.number_prefix)
    _settle()
    return f"{before + base + copied} reports of two years"


def _file_base(city: Catalogue, dice: random.Random, now: datetime, many: int, writers: int) -> int:
    """So many reports by their use case; the first one's id."""
    cases: list[dict[str, Any]] = yaml_files.read(CASES.read_text("utf-8"))
    cases = [case for case in cases if case["category"] in city.categories]
    areas = sorted(city.kelurahan.values(), key=lambda area: area.code)
    dice.shuffle(areas)
    with db.transaction() as tx:
        people = [
            Person(channel="whatsapp", address=f"demo-banyak-{number}", demo=True, created_at=now)
            for number in range(writers)
        ]
        tx.add_all(people)
        tx.flush()
        ids = [person.id for person in people]
    made: list[int] = []
    for start in range(0, many, TOGETHER):
        with db.transaction() as tx:
            for number in range(start, min(many, start + TOGETHER)):
                case, area = _often(cases, dice), _often(areas, dice)
                draft = NewReport(
                    f"{case['text']} (laporan ke-{number})", case["category"], kelurahan=area.code,
                    place=case.get("place", ""), lat=area.lat, lon=area.lon,
                )  # fmt: skip
                person = tx.get_one(Person, ids[number])
                hour = dice.choices(range(24), HOURS)[0]
                back = (now.astimezone(clock.LOCAL).hour - hour) % 24
                at = now - timedelta(hours=back, minutes=59 * dice.random())
                made.append(file_report(tx, draft, person=person, channel="whatsapp", now=at).report_id)
            tx.execute(update(Report).where(Report.id.in_(made[start:])).values(demo=True))
    return made[0]


def _often(things: list[Any], dice: random.Random) -> Any:
    """One of them, the first ones far more often."""
    return things[int(len(things) * dice.random() ** 2.2)]


def _copy(connection: Connection, first: int, per: int, writers: int, prefix: str) -> int:
    """`per` copies of each of the first ones, and what hangs on a report; how many."""
    if per <= 0:
        return 0
    last = connection.scalar(select(func.max(Report.id))) or 0
    people = select(func.min(Person.id)).where(Person.address.like("demo-banyak-%"))
    values = {
        "per": per,
        "base": last - first + 1,
        "first": first,
        "last": last,
        "people": connection.scalar(people),
        "writers": writers - 1,
    }
    sql = _Dialect(connection.dialect.name == "sqlite")
    indexes = [] if sql.sqlite else _set_aside(connection)
    connection.execute(text(_reports(sql, prefix)), values)
    of = "JOIN report b ON b.id = :first + (r.id - :last - 1) % :base WHERE r.id > :last"
    for statement in _around(sql, of):
        connection.execute(text(statement), values)
    for made in indexes:
        connection.exec_driver_sql(made)
    counted = "UPDATE counter SET value = (SELECT max(seq) FROM event), peaks = NULL WHERE name = 'event'"
    connection.execute(text(counted))
    tallies.fold(connection)
    return per * (last - first + 1)


def _set_aside(connection: Connection) -> list[str]:
    """Drop the indexes of what is filled (no keys): made at once they cost a fraction. How they are made."""
    asked = text(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(:filled) AND indexname LIKE 'ix%'"
    )
    found = connection.execute(asked, {"filled": list(FILLED)}).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    return [made for _, made in found]


class _Dialect:
    """What the two databases spell differently."""

    def __init__(self, sqlite: bool) -> None:
        self.sqlite = sqlite
        self.chance = "(abs(random()) % 1000000 / 1000000.0)" if sqlite else "random()"

    def series(self, name: str) -> str:
        """1 to :per, as `name`.k."""
        if not self.sqlite:
            return f"generate_series(1, :per) AS {name}(k)"
        return (
            "(WITH RECURSIVE c(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM c WHERE k < :per)"
            f" SELECT k FROM c) {name}"
        )

    def before(self, moment: str, days: str) -> str:
        """So many days before a moment."""
        if self.sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, (-1.0 * ({days})) || ' days')"
        return f"({moment} - ({days}) * interval '1 day')"

    def month(self, moment: str) -> str:
        """2611."""
        return f"substr(strftime('%Y%m', {moment}), 3)" if self.sqlite else f"to_char({moment}, 'YYMM')"


def _reports(sql: _Dialect, prefix: str) -> str:
    flooded = ", ".join(f"'{code}'" for code in FLOODED)
    wet = " ".join(f"WHEN {number} THEN {day}" for number, day in enumerate(WET))
    one_wet = f"CASE CAST({sql.chance} * {len(WET) - 0.01} AS INTEGER) {wet} ELSE {WET[0]} END"
    any_day = f"CAST({DAYS} * (:per - n.k + {sql.chance}) / :per AS INTEGER)"
    floods = f"r.category_code IN ({flooded}) AND {sql.chance} < 0.4"
    chances = ", ".join(f"{sql.chance} AS {name}" for name in "abcd")
    asked = (
        f"SELECT r.id AS base, CASE WHEN {floods} THEN {one_wet} ELSE {any_day} END AS day, {chances}"
        f" FROM {sql.series('n')} CROSS JOIN report r"
        f" WHERE r.id >= :first AND r.id < :first + :base AND r.id <= :last"
    )
    born, is_open = sql.before("r.created_at", "q.day"), f"q.day <= {YOUNG} AND q.c < 0.75"
    ended = "CASE WHEN q.b < 0.86 THEN 'ditutup' WHEN q.b < 0.93 THEN 'ditolak' ELSE 'dirujuk' END"
    took = "q.day - CASE WHEN q.day < 21 THEN q.day ELSE 21 END * q.d * q.d"
    values = {
        "number": f"'{prefix}-' || {sql.month(born)} || '-'"
        f" || ({SERIAL} + row_number() OVER (ORDER BY q.day DESC, q.base, q.a))",
        "person_id": ":people + CAST(:writers * q.a * q.a AS INTEGER)",
        "status": f"CASE WHEN {is_open} THEN r.status ELSE {ended} END",
        "created_at": born,
        "updated_at": born,
        "first_answer_due": sql.before("r.first_answer_due", "q.day"),
        "resolve_due": sql.before("r.resolve_due", "q.day"),
        "resolved_at": f"CASE WHEN NOT ({is_open}) THEN {sql.before('r.created_at', took)} END",
        "supporters": "CAST(40 * q.d * q.d * q.d * q.d AS INTEGER)",
        "lat": "r.lat + (q.b - 0.5) / 90",
        "lon": "r.lon + (q.d - 0.5) / 90",
        **{name: f"r.{name}" for name in SHOWN},
    }
    return (
        f"WITH q AS MATERIALIZED ({asked}) INSERT INTO report ({', '.join(values)})"
        f" SELECT {', '.join(values.values())} FROM q JOIN report r ON r.id = q.base"
        " ORDER BY q.day DESC, q.base, q.a"
    )


def _around(sql: _Dialect, of: str) -> tuple[str, ...]:
    """A message, two events, what came in and what went out, and the words of each."""
    more = "w.words || ' ' || r.id" if sql.sqlite else "w.words || array_to_tsvector(ARRAY[r.id::text])"
    return (
        "INSERT INTO message (report_id, direction, text, created_at)"
        f" SELECT r.id, 'masuk', 'Mohon segera.', r.created_at FROM report r {of}",
        "INSERT INTO event (seq, at, kind, report_id, agency_code, actor, data)"
        " SELECT (SELECT max(seq) FROM event) + row_number() OVER (ORDER BY r.id, e.n), r.created_at,"
        " CASE e.n WHEN 0 THEN 'report_filed' ELSE 'report_answered' END, r.id, r.agency_code, 'warga', '{}'"
        f" FROM report r CROSS JOIN (SELECT 0 AS n UNION SELECT 1) e {of}",
        "INSERT INTO inbox (channel, external_id, sender, payload, received_at, status, attempts,"
        " next_try_at, done_at) SELECT 'whatsapp', 'demo-' || r.id, '', '{}', r.created_at, 'done', 0,"
        f" r.created_at, r.created_at FROM report r {of}",
        "INSERT INTO outbox (person_id, channel, report_id, args, text, extras, status, attempts,"
        " next_try_at, created_at, sent_at) SELECT r.person_id, 'whatsapp', r.id, '{}', 'Laporan diterima.',"
        f" '{{}}', 'delivered', 1, r.created_at, r.created_at, r.created_at FROM report r {of}",
        f"INSERT INTO report_words (report_id, words) SELECT r.id, {more} FROM report r"
        f" JOIN report_words w ON w.report_id = :first + (r.id - :last - 1) % :base WHERE r.id > :last",
    )


def _settle() -> None:
    """Statistics as after a night's care, so that plans are those of a city that has grown."""
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if db.is_sqlite() else "VACUUM ANALYZE")
