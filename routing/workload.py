"""Figures of an officer's own field of work: what came in some days, and what became of it, line by line.

They are of the reports the officer may read (residents' own, joined ones counted where they were joined to),
each figure of the same filters as the list it leads to. Times are hours by the clock. Of fewer than LEAST
cases no share is told; officers' figures are told to their own office alone, and to a petugas only the own.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.domain.permissions import WHOLE_CITY, Action, Role, may
from routing.errors import BadInput
from routing.figures import OUTCOME, Outcome, Promises, Ratings, Spread, spread_of, spreads
from routing.performance import LEAST
from routing.reports.door import visible_to
from routing.reports.filters import ALL, ENDED_AT, NOBODYS, Filters, came, start_of
from routing.words import CHANNEL
from storage import db
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.kept import Counted, kept
from storage.models import Event, Officer, Report
from storage.sql_figures import local_day

MOST_DAYS = 92  # of a period: counted while somebody waits
FRESH = timedelta(minutes=1)
WHOLE = "Semuanya"
AGES = (3, 7, 30)  # days; a backlog's steps are up to 3, 7, 30 days and older
BY = {
    "instansi": Report.agency_code, "unit": Report.unit_code, "petugas": Report.holder_id,
    "kategori": Report.category_code, "kelurahan": Report.kelurahan_code, "saluran": Report.channel,
}  # fmt: skip
FIELDS = {
    "instansi": "agency", "unit": "unit", "petugas": "holder", "kategori": "category",
    "kelurahan": "kelurahan", "saluran": "channel",
}  # fmt: skip


@dataclass(frozen=True)
class WorkFacts:
    """What became of the reports of a line that came in a period. None: nothing to measure."""

    came: int
    first: Spread | None
    end: Spread | None
    promises: Promises | None
    again: int
    ratings: Ratings | None

    @property
    def ended(self) -> int:
        """How many have ended."""
        return self.promises.kept + self.promises.moved + self.promises.late if self.promises else 0

    @property
    def share(self) -> float | None:
        """Per cent of the ended that were in time, without another date; None under LEAST of them."""
        if self.promises is None or self.ended < LEAST:
            return None
        return round(100 * self.promises.kept / self.ended, 1)


NOTHING = WorkFacts(0, None, None, None, 0, None)


@dataclass(frozen=True)
class WorkLine:
    """One agency, unit, officer …; backlog: open now, by the steps of AGES, whenever they came."""

    code: str
    name: str
    now: WorkFacts
    before: WorkFacts
    backlog: tuple[int, ...]


@dataclass(frozen=True)
class Workload:
    """A period's lines, the ones with most reports first, their whole, and what came and ended day by day."""

    whole: WorkLine
    lines: Sequence[WorkLine]
    days: Sequence[tuple[date, int, int]]


def offered(officer: Officer) -> list[str]:
    """By what an officer may have the figures told apart."""
    own_team = officer.role not in WHOLE_CITY and may(officer.role, Action.HOLD)
    return [by for by in BY if by != "petugas" or own_team]


def checked(officer: Officer, filters: Filters, by: str) -> Filters:
    """The filters with what goes without saying here. BadInput: no such lines, days the wrong way round."""
    if by not in offered(officer):
        raise BadInput("angka_tidak_dikenal", by[:20])
    since, until = filters.since, filters.until
    if since is None or until is None or not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
        raise BadInput("angka_rentang")
    fixed = {
        "status": ALL,
        "residents": True,
        "apart": True,
        "text": "",
        "phone": "",
        "outcome": "",
        "holder": "",
    }
    if by == "petugas":
        fixed["agency"] = officer.agency_code or ""
    return filters.model_copy(update=fixed)


def count(
    session: Session, city: Catalogue, officer: Officer, filters: Filters, by: str, *, now: datetime
) -> Workload:  # fmt: skip
    """The figures of checked filters, in a fixed number of queries; a petugas' own line alone where it is by
    officers.

    Of many reports they are kept for a minute, for this officer, until they change something themselves.
    """
    asked = (filters.model_dump_json(), by, now.astimezone(LOCAL).date(), city.version)
    whose = ("workload", officer.id, officer.role, officer.agency_code)

    def counted() -> Counted[Workload]:
        found = _counted(session, city, officer, filters, by, now)
        return Counted(found, found.whole.now.came + found.whole.before.came + sum(found.whole.backlog))

    return kept(session, (*whose, *asked), counted, fresh=FRESH, now=now, me=officer.id)


def _counted(
    session: Session, city: Catalogue, officer: Officer, filters: Filters, by: str, now: datetime
) -> Workload:  # fmt: skip
    key, before = _key_of(officer, by), _before(filters)
    (whole_now, of_now), (whole_before, of_before) = (
        _facts(session, officer, asked, by, now) for asked in (filters, before)
    )
    backlog = _backlog(session, officer, filters, by, now)
    names = _namer(session, city, officer, by)
    codes = [code for code in of_now.keys() | of_before.keys() | backlog.keys() if key(code)]
    lines = [
        WorkLine(
            code, names(code), of_now.get(code, NOTHING), of_before.get(code, NOTHING),
            backlog.get(code, _NONE),
        )
        for code in codes
    ]  # fmt: skip
    summed = tuple(map(sum, zip(_NONE, *backlog.values(), strict=True)))
    whole = WorkLine("", WHOLE, whole_now, whole_before, summed)
    days = _days(session, officer, filters, now)
    return Workload(whole, sorted(lines, key=lambda line: (-line.now.came, line.name)), days)


_NONE = (0,) * (len(AGES) + 1)


def ages(now: datetime) -> list[tuple[date | None, date | None]]:
    """The steps of a backlog as days on which reports came, the youngest first; None: no edge."""
    today = now.astimezone(LOCAL).date()
    first = [*(today - timedelta(days=days) for days in AGES), None]
    last = [None, *(today - timedelta(days=days + 1) for days in AGES)]
    return list(zip(first, last, strict=True))


def leads_to(filters: Filters, by: str, line: WorkLine, *, backlog: bool = False) -> Filters | None:
    """The list of a line's reports; None where no list can be narrowed to it.

    backlog: of those that are open now, whenever they came.
    """
    code = line.code or (NOBODYS if by == "petugas" else "")
    if not code and line.name != WHOLE:
        return None
    changes: dict[str, Any] = {FIELDS[by]: code} if code else {}
    if backlog:
        changes |= {"status": "", "since": None, "until": None}
    return filters.model_copy(update=changes)


def _key_of(officer: Officer, by: str) -> Callable[[str], bool]:
    """Which lines are shown: of officers' a petugas gets the own one."""
    if by == "petugas" and officer.role == Role.PETUGAS:
        return lambda code: code == str(officer.id)
    return lambda code: True


def _before(filters: Filters) -> Filters:
    """The period of as many days that ended the day before this one."""
    assert filters.since is not None
    assert filters.until is not None
    length = filters.until - filters.since + timedelta(days=1)
    return filters.model_copy(update={"since": filters.since - length, "until": filters.until - length})


def _facts(
    session: Session, officer: Officer, filters: Filters, by: str, now: datetime
) -> tuple[WorkFacts, Mapping[str, WorkFacts]]:
    """Of all reports of a period together, and of each line by its code."""
    mine, line = visible_to(session, officer).narrowed(filters, now), BY[by]
    columns = (*OUTCOME, *spread_of(Report.first_answered_at), *spread_of(ENDED_AT))
    whole, rows = _grouped(session, line, columns, mine)
    reopened = select(line, func.count(Event.report_id.distinct())).join(Event, Event.report_id == Report.id)
    reopened = reopened.where(*mine, Event.kind == EventKind.REPORT_REOPENED)
    again = {code: many for code, many in session.execute(reopened.group_by(line))}  # noqa: C416
    each = {str(code or ""): _told(told, again.get(code, 0)) for code, *told in rows}
    return _told(tuple(whole), sum(again.values())), each


def _grouped(
    session: Session, line: Any, columns: Sequence[Any], mine: Sequence[Any]
) -> tuple[Sequence[Any], Sequence[Any]]:  # fmt: skip
    """The columns of all, and (line, columns) of each; PostgreSQL goes through the rows once for both."""
    if db.is_sqlite():
        all_: Sequence[Any] = session.execute(select(*columns).where(*mine)).one()
        return all_, session.execute(select(line, *columns).where(*mine).group_by(line)).all()
    together = func.grouping(line)
    asked = select(together, line, *columns).where(*mine)
    rows = session.execute(asked.group_by(func.grouping_sets(tuple_(line), tuple_()))).all()
    (all_,) = (row[2:] for row in rows if row[0])
    return all_, [row[1:] for row in rows if not row[0]]


def _told(columns: Sequence[Any], again: int) -> WorkFacts:
    outcome, (first, end) = Outcome(*columns[: len(OUTCOME)]), spreads(columns[len(OUTCOME) :])
    return WorkFacts(outcome.came, first, end, outcome.promises, again, outcome.ratings)


def _backlog(
    session: Session, officer: Officer, filters: Filters, by: str, now: datetime
) -> dict[str, tuple[int, ...]]:  # fmt: skip
    """Per line: how many are open now, up to so many days old each; whenever they came."""
    still = filters.model_copy(update={"since": None, "until": None, "status": ""})
    narrowed = [filters.model_copy(update={"since": since, "until": until}) for since, until in ages(now)]
    steps = [func.count().filter(*came(asked)) for asked in narrowed]
    mine = visible_to(session, officer).narrowed(still, now)
    found = session.execute(select(BY[by], *steps).where(*mine).group_by(BY[by])).all()
    return {str(row[0] or ""): tuple(int(value) for value in row[1:]) for row in found}


def _days(
    session: Session, officer: Officer, filters: Filters, now: datetime
) -> list[tuple[date, int, int]]:  # fmt: skip
    """(day, came, ended) of each day of the period by the city's clock; of what came in the period."""
    assert filters.since is not None
    assert filters.until is not None
    mine = visible_to(session, officer).narrowed(filters, now)
    came, ended = local_day(Report.created_at), local_day(ENDED_AT)
    arrived: dict[date, int] = defaultdict(int)
    done: dict[date, int] = defaultdict(int)
    for came_on, ended_on, many in session.execute(
        select(came, ended, func.count()).where(*mine).group_by(came, ended)
    ):
        arrived[came_on] += many
        done[ended_on] += many
    many_days = (start_of(filters.until) - start_of(filters.since)).days + 1
    days = [filters.since + timedelta(days=number) for number in range(many_days)]
    return [(day, arrived[day], done[day]) for day in days]


def _namer(session: Session, city: Catalogue, officer: Officer, by: str) -> Callable[[str], str]:
    """What a line is called."""
    found: dict[str, str]
    match by:
        case "instansi":
            found = {code: agency.short_name for code, agency in city.agencies.items()}
        case "unit":
            found = {code: unit.name for code, unit in city.rules.units.items()}
        case "kategori":
            found = {code: category.name for code, category in city.categories.items()}
        case "kelurahan":
            found = {code: area.name for code, area in city.kelurahan.items()}
        case "saluran":
            found = {code: word.name for code, word in CHANNEL.items()}
        case _:
            team = select(Officer.id, Officer.name).where(Officer.agency_code == officer.agency_code)
            found = {str(row.id): row.name for row in session.execute(team)}
    nothing = {"petugas": "Belum dipegang", "kelurahan": "Kelurahan tidak jelas", "unit": "Tanpa unit"}
    return lambda code: found.get(code, code) if code else nothing.get(by, "Lainnya")


DAY_COLUMNS = ("Hari", "Masuk", "Selesai dari yang masuk pada masa ini")
COLUMNS = (
    "Menurut", "Masuk", "Masuk sebelumnya", "Dijawab", "Median jam jawaban pertama",
    "P90 jam jawaban pertama", "Berakhir", "Median jam selesai", "P90 jam selesai", "Tepat waktu",
    "Diundur lalu tepat", "Lewat tenggat", "Persen tepat waktu", "Persen tepat waktu sebelumnya",
    "Dibuka lagi", "Rata-rata penilaian", "Dinilai", "Terbuka sampai 3 hari", "Terbuka 4-7 hari",
    "Terbuka 8-30 hari", "Terbuka lebih dari 30 hari",
)  # fmt: skip


def row(line: WorkLine) -> Sequence[str | int | float | None]:
    """A line as COLUMNS say."""
    facts, told = line.now, line.now.promises
    return (
        line.name, facts.came, line.before.came,
        *(_three(facts.first)), *(_three(facts.end)),
        *((told.kept, told.moved, told.late) if told else (0, 0, 0)),
        facts.share, line.before.share, facts.again,
        facts.ratings.mean if facts.ratings else None, facts.ratings.count if facts.ratings else 0,
        *line.backlog,
    )  # fmt: skip


def _three(times: Spread | None) -> tuple[int, float | None, float | None]:
    return (times.count, times.median, times.p90) if times else (0, None, None)
