"""What the language model has to learn from: corrections by officers, by pair and by week; what was ordered.

Only reports a model has put into their category count: what the resident chose tells nothing of the model.
The model lies with the worker: the panel orders (train, take, go back) and the worker answers, through one
setting.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import Refused
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import Event, Officer, Report, Setting

WEEKS = 13
LEAST = 20  # cases under which no share is told
MOST_PAIRS, NEWEST = 12, 15
HEARD = timedelta(seconds=30)  # as often a worker that trains says that it is there
SILENT = 6 * HEARD  # one that says nothing for so long is gone
GONE = "Pekerja berhenti di tengah latihan. Latih sekali lagi."
STATE = "learning"
TRAIN, TAKE, BACK = "latih", "pakai", "kembali"
IDLE, ASKED, RUNNING, TRIED, FAILED = "", "diminta", "berjalan", "dicoba", "gagal"
# Which order may be given when; while one waits or runs, no other.
ALLOWED = {TRAIN: {IDLE, TRIED, FAILED}, TAKE: {TRIED}, BACK: {IDLE, TRIED, FAILED}}
BY_MODEL = Report.confidence.is_not(None)  # at the filing, whoever has chosen another since


@dataclass(frozen=True)
class Week:
    """Reports a model classified that came in a week; how many kept their category."""

    begins: date
    count: int
    stood: int

    @property
    def share(self) -> float | None:
        """Per cent that an officer did not correct."""
        return 100 * self.stood / self.count if self.count >= LEAST else None


@dataclass(frozen=True)
class Corrected:
    """One correction: which report, from which category to which, and when."""

    number: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True)
class Learning:
    """weeks: the newest last. pairs: (from, to, how often), the most frequent first."""

    weeks: list[Week]
    pairs: list[tuple[str, str, int]]
    newest: list[Corrected]


def figures(session: Session, *, now: datetime) -> Learning:
    """The last weeks. A correction counts for the week its report came in."""
    today = now.astimezone(LOCAL).date()
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    since = datetime(first.year, first.month, first.day, tzinfo=LOCAL)
    corrected = _corrections(session, since)
    came: Counter[date] = Counter()
    wrong: Counter[date] = Counter()
    found = select(Report.id, Report.created_at).where(
        BY_MODEL, Report.created_at >= since, Report.person_id.is_not(None)
    )
    for number, at in session.execute(found):
        day = at.astimezone(LOCAL).date()
        week = day - timedelta(days=day.weekday())
        came[week] += 1
        wrong[week] += number in corrected
    weeks = [first + timedelta(days=7 * place) for place in range(WEEKS)]
    pairs = Counter((one.before, one.after) for one in corrected.values())
    newest = sorted(corrected.values(), key=lambda one: one.at, reverse=True)[:NEWEST]
    return Learning(
        [Week(week, came[week], came[week] - wrong[week]) for week in weeks],
        [(*pair, count) for pair, count in pairs.most_common(MOST_PAIRS)], newest,
    )  # fmt: skip


def _corrections(session: Session, since: datetime) -> dict[int, Corrected]:
    """The first correction of each report: what came before it was not an officer's."""
    asked = select(Event.report_id, Event.data, Event.at, Report.number).join(
        Report, Report.id == Event.report_id
    )
    asked = asked.where(BY_MODEL, Event.kind == EventKind.REPORT_CATEGORY, Report.created_at >= since)
    found: dict[int, Corrected] = {}
    for report, data, at, number in session.execute(asked.order_by(Event.seq)):
        before, after = data.get("category_from", ""), data.get("category", "")
        if before and after and before != after:
            found.setdefault(report, Corrected(number, before, after, at))
    return found


def state(session: Session) -> Mapping[str, Any]:
    """What was ordered last and what came of it; {} when nothing ever was."""
    row = session.get(Setting, STATE)
    return dict(row.value) if row is not None else {}


def order(tx: Session, what: str, *, officer: Officer, now: datetime) -> None:
    """Ask the worker to train, to take what was trained, or to go back; Refused while another stands."""
    row = locked(tx)
    if row.value.get("state", IDLE) not in ALLOWED[what]:
        raise Refused("latihan_sedang_jalan")
    row.value = {
        **row.value,
        "state": ASKED,
        "order": what,
        "by": officer.name,
        "at": now.isoformat(),
        "lines": [],
    }
    data = {"what": what}
    events.record(tx, kind=EventKind.LEARNING_ORDERED, actor=f"petugas:{officer.id}", now=now, data=data)


def locked(tx: Session) -> Setting:
    """The row of orders, held by this transaction."""
    insert_once(tx, Setting, unique=["key"], key=STATE, value={})
    return tx.scalars(select(Setting).where(Setting.key == STATE).with_for_update()).one()


def claim(tx: Session, *, now: datetime) -> str:
    """The order that waits, now this worker's; "" where none does. One that a dead worker had has failed."""
    row = locked(tx)
    known = row.value.get("state", IDLE)
    if known == RUNNING and now - datetime.fromisoformat(row.value["told_at"]) > SILENT:
        tell(tx, now=now, state=FAILED, lines=[GONE])
    if known != ASKED:
        return ""
    tell(tx, now=now, state=RUNNING)
    return str(row.value["order"])


def tell(tx: Session, *, now: datetime, **values: Any) -> None:
    """Put down how it goes."""
    row = locked(tx)
    row.value = {**row.value, **values, "told_at": now.isoformat()}
