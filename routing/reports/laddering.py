"""The ladder's sweep: which reports have come to a rung, and one summary for everybody who is to know.

Two steps, so that nothing is lost between them. `climb` writes rungs and their events, a batch a transaction;
`tell` gathers whatever is not told yet, however many sweeps or days it took, into one summary an officer.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, and_, delete, func, or_, select, true, update
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.deadline_table import DeadlineKind
from routing.domain.ladder import WHO, Watcher, recipients
from routing.domain.lifecycle import WITH_THE_CITY, Status
from routing.reports import checking, clocks
from routing.reports.door import reach
from routing.reports.filters import IS_OPEN, Condition
from storage import events
from storage.event_kinds import EventKind
from storage.models import Accusation, Agency, Deadline, LadderStep, LadderSummary, Officer, Report

BATCH = 100  # short enough that nobody who writes meanwhile waits
MOST_LISTED = 200
KEPT = timedelta(days=90)  # a summary says nothing the list does not say better
_LISTENERS = (*WHO, "lurah", "admin")


def climb(tx: Session, *, now: datetime) -> int:
    """Look at the clocks whose next rung has come, at most BATCH; returns how many were looked at.

    Each rung is one row under the key report, clock, round, percent, and one event. What ended, stands still
    or was joined leaves the ladder here.
    """
    city = catalogue(tx)
    due = (
        select(Deadline, Report).join(Report, Report.id == Deadline.report_id)
        .where(Deadline.next_at <= now).order_by(Deadline.next_at).limit(BATCH)
        .with_for_update(skip_locked=True, of=Deadline)
    )  # fmt: skip
    rows = tx.execute(due).all()
    for row, report in rows:
        found = clocks.look(city, report, row, now)
        for rung in found.steps:
            tx.add(
                LadderStep(
                    report_id=report.id, clock=row.clock, round=row.round, at=rung.at, who=rung.who,
                    words=_words(row.clock, rung.words), happened_at=now,
                )
            )  # fmt: skip
            data = {"clock": row.clock, "at": rung.at, "who": rung.who, "round": row.round}
            events.record(
                tx, kind=EventKind.DEADLINE_WARNED, actor="sistem", now=now, report=report, data=data
            )  # fmt: skip
            row.told = rung.at
        row.next_at = found.next_at
    return len(rows)


def tell(tx: Session, *, now: datetime) -> int:
    """One summary for each officer who has something new to know; returns how many were written."""
    waiting = select(LadderStep, Report).join(Report, Report.id == LadderStep.report_id)
    rows = tx.execute(
        waiting.where(LadderStep.told_at.is_(None)).with_for_update(skip_locked=True, of=LadderStep)
    ).all()
    if not rows:
        return 0
    watchers, accused = _watchers(tx), _accused(tx)
    news: dict[int, dict[tuple[int, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    for rung, report in rows:
        rung.told_at = now
        if not clocks.runs(report, rung.clock):
            continue
        told = recipients(
            _whom(rung), agency=report.agency_code, holder=report.holder_id,
            accused=accused.get(report.id, frozenset()), watchers=_without_doers(tx, rung, report, watchers),
        )  # fmt: skip
        for officer_id in told:
            news[officer_id][rung.at, rung.words].add(report.id)  # one report, whichever of its clocks
    tx.add_all(
        LadderSummary(
            officer_id=officer_id, at=now,
            steps=[[at, words, len(ids)] for (at, words), ids in sorted(found.items())],
        )
        for officer_id, found in sorted(news.items())
    )  # fmt: skip
    if news:
        data = {"officers": len(news)}
        events.record(tx, kind=EventKind.BELL_RUNG, actor="sistem", now=now, data=data)
    tx.execute(delete(LadderSummary).where(LadderSummary.at < now - KEPT))
    return len(news)


def _words(clock: str, words: str) -> str:
    """A check's rungs say what is late: not the work."""
    return f"Hasil belum diperiksa: {words[:1].lower()}{words[1:]}" if clock == DeadlineKind.CHECK else words


def _whom(rung: LadderStep) -> str:
    """Of a check, the lowest rung too means who heads the office: who did the work may not look at it."""
    return "kepala" if rung.clock == DeadlineKind.CHECK and rung.who == "petugas" else rung.who


def _without_doers(
    tx: Session, rung: LadderStep, report: Report, watchers: Sequence[Watcher]
) -> Sequence[Watcher]:
    if rung.clock != DeadlineKind.CHECK:
        return watchers
    doers = checking.doers(tx, report)
    return [one for one in watchers if f"petugas:{one.id}" not in doers]


def look_again(tx: Session, *, now: datetime) -> None:
    """The rungs themselves have changed: every clock that may still run is looked at by the next sweep."""
    running = select(Report.id).where(Report.status.in_(sorted({*WITH_THE_CITY, Status.DIPERIKSA})))
    tx.execute(update(Deadline).where(Deadline.report_id.in_(running)).values(next_at=now))


def unread(session: Session, officer: Officer) -> Sequence[LadderSummary]:
    """What this officer was told and has not marked as read, newest first."""
    mine = select(LadderSummary).where(
        LadderSummary.officer_id == officer.id, LadderSummary.read_at.is_(None)
    )
    return session.scalars(mine.order_by(LadderSummary.id.desc()).limit(50)).all()


def mark_read(tx: Session, officer: Officer, *, now: datetime) -> None:
    """Everything told to this officer so far is read."""
    mine = (LadderSummary.officer_id == officer.id, LadderSummary.read_at.is_(None))
    tx.execute(update(LadderSummary).where(*mine).values(read_at=now))


def _watchers(tx: Session) -> list[Watcher]:
    found = (
        select(Officer.id, Officer.role, Officer.agency_code, Agency.kind)
        .outerjoin(Agency, Agency.code == Officer.agency_code)
        .where(Officer.active, Officer.role.in_(_LISTENERS)).order_by(Officer.id)
    )  # fmt: skip
    return [Watcher(row[0], row[1], row[2] or "", row[3] or "") for row in tx.execute(found)]


def _accused(tx: Session) -> dict[int, frozenset[str]]:
    """The offices the reports that wait to be told complain of."""
    waiting = select(LadderStep.report_id).where(LadderStep.told_at.is_(None))
    found: dict[int, set[str]] = defaultdict(set)
    for row in tx.scalars(select(Accusation).where(Accusation.report_id.in_(waiting))):
        found[row.report_id].add(row.agency_code)
    return {report_id: frozenset(codes) for report_id, codes in found.items()}


def standing(session: Session, officer: Officer) -> dict[int, int]:
    """How many reports within the officer's reach were told of so many percent last; one query.

    Of the two clocks of a report the one that is further counts.
    """
    furthest = (
        select(func.max(Deadline.told).label("told")).join(Report, Report.id == Deadline.report_id)
        .where(*_warned(session, officer, 1)).group_by(Report.id).subquery()
    )  # fmt: skip
    found = select(furthest.c.told, func.count()).group_by(furthest.c.told)
    return {row[0]: row[1] for row in session.execute(found)}


def warned(
    session: Session, officer: Officer, at: int, *, below: int | None = None
) -> Sequence[Row[Report, Deadline]]:  # fmt: skip
    """Reports within the officer's reach that have passed this rung and still run, the latest first.

    Each once, with the clock that is further. below: and that have not passed this one yet.
    """
    beyond = select(Deadline.report_id).join(Report, Report.id == Deadline.report_id)
    short = Report.id.not_in(beyond.where(*_warned(session, officer, below))) if below else true()
    found = (
        select(Report, Deadline).join(Deadline, Deadline.report_id == Report.id)
        .where(*_warned(session, officer, at), short)
        .order_by(Deadline.told.desc(), Report.urgency.desc(), Report.resolve_due, Report.id, Deadline.clock)
        .limit(2 * MOST_LISTED)
    )  # fmt: skip
    further: dict[int, Row[Report, Deadline]] = {}
    for row in session.execute(found):
        further.setdefault(row[0].id, row)
    return list(further.values())[:MOST_LISTED]


def _warned(session: Session, officer: Officer, at: int) -> tuple[Condition, ...]:
    """SQL: the clock has passed this rung, and the city is expected to act by it (`clocks.runs`)."""
    unanswered = and_(Deadline.clock == DeadlineKind.FIRST.value, Report.first_answered_at.is_(None))
    promised = or_(Deadline.clock == DeadlineKind.END.value, unanswered)
    unchecked = and_(Deadline.clock == DeadlineKind.CHECK.value, Report.status == Status.DIPERIKSA)
    return (
        reach(session, officer), Deadline.told >= at,
        # open first: PostgreSQL thinks for 80 ms about which indexes of open reports the rest would allow
        IS_OPEN, or_(and_(Report.status.in_(sorted(WITH_THE_CITY)), promised), unchecked),
    )  # fmt: skip
