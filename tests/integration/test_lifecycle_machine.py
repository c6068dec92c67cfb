"""R4: whatever officers, residents and time do, in any order: no way around who checks, nobody told twice.

Every move x role x kind of checking. A model beside the product says what each deed may come to; the product
must agree, refuse in a sentence with nothing changed, and write one event for each move.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import changed
from routing.domain.lifecycle import Status, may_move
from routing.domain.permissions import Action, Role, may, may_move_as
from routing.domain.proof import Checking
from routing.errors import Refused
from routing.reports import checking, handing_in, housekeeping, residents
from routing.reports import officers_work as work
from routing.reports.door import visible_to
from storage import db, events, media, tallies
from storage.media import Taken
from storage.models import Category, Event, Officer, Outbox, Person, Report
from storage.pictures import Picture
from tests import weekly
from tests.factories import city, people, reports
from tests.factories.city import KRANJI_POINT, NOW

LAT, LON = KRANJI_POINT
FLAGGED = Taken(LAT + 1, LON)
NEWS = {"notice-done", "notice-closed", "notice-status"}
DINAS = (Role.PETUGAS, Role.KEPALA)
STAFF = [(role, "dbmsda" if role in DINAS else None) for role in (Role.KEPALA, *Role)]
# Those who work on it more often than those who only look.
some_officer = st.sampled_from([0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6])


class Life(RuleBasedStateMachine):
    """One report that wants a photo, and everybody who may do something with it."""

    @initialize(kind=st.sampled_from(Checking))
    def begin(self, kind: Checking) -> None:
        self.kind, self.now, self.photos = kind, NOW, 0
        self.doers: set[int] = set()
        self.fresh = self.flagged = self.came_back = self.sent_back = False
        with db.transaction() as tx:
            person = people.person(tx)
            report = reports.filed(tx, by=person, lat=LAT, lon=LON)
            self.number, self.report, self.person = report.number, report.id, person.id
            self.staff = [people.officer(tx, role, agency).id for role, agency in STAFF]
            tx.execute(update(Category).values(checking=kind.value, proof="selalu"))
            changed(tx)

    def _state(self) -> tuple[Any, ...]:
        with db.reading() as session:
            row = session.get_one(Report, self.report)
            mine = select(func.count()).where(Event.report_id == self.report)
            sent = select(func.count()).where(Outbox.report_id == self.report)
            times = (row.delivered_at, row.returned_at, row.resolved_at, row.resolve_due)
            return row.status, times, session.scalar(mine), session.scalar(sent)

    def _do(self, deed: Callable[[Session], object]) -> tuple[Status, Status, bool]:
        """The status before and after, and whether it was done; where it was refused nothing has changed."""
        self.now += timedelta(minutes=7)
        before = self._state()
        try:
            with db.transaction() as tx:
                deed(tx)
        except Refused:
            assert self._state() == before
            return Status(before[0]), Status(before[0]), False
        after = self._state()
        moves = self._moves(since=before[2])
        assert moves == ([(before[0], after[0])] if before[0] != after[0] else [])  # each move is one event
        if before[0] != after[0]:
            assert may_move(Status(before[0]), Status(after[0]))
        self._told(since=before[3], to=Status(after[0]), moved=before[0] != after[0])
        return Status(before[0]), Status(after[0]), True

    def _moves(self, *, since: int) -> list[tuple[str, str]]:
        with db.reading() as session:
            found = events.of_report(session, self.report)[since:]
        return [(event.data["from"], event.data["to"]) for event in found if "to" in event.data]

    def _told(self, *, since: int, to: Status, moved: bool) -> None:
        """The resident hears of the end once and at the end; of being checked, and of what came back, not at
        all."""
        with db.reading() as session:
            sent = select(Outbox.key).where(Outbox.report_id == self.report).order_by(Outbox.id)
            news = [key for key in session.scalars(sent) if key][since:]
        assert len(news) <= 1
        assert ("notice-done" in news) == (moved and to is Status.SELESAI)
        if moved and to is Status.DIPERIKSA:
            assert news == []

    def _officer(self, who: int, tx: Session) -> tuple[Officer, Report]:
        officer = tx.get_one(Officer, self.staff[who])
        return officer, visible_to(tx, officer).get(self.number)

    @rule(who=some_officer, odd=st.booleans())
    def show(self, who: int, odd: bool) -> None:
        self.photos += 1
        name = f"{self.report}-{self.photos}"

        def deed(tx: Session) -> None:
            officer, report = self._officer(who, tx)
            media.note(tx, name, Picture(b"", 1, 1), now=self.now)
            handing_in.add_result(
                tx, officer=officer, report=report, sha256=name, now=self.now,
                taken=FLAGGED if odd else Taken(),
            )  # fmt: skip

        before, _, done = self._do(deed)
        assert not (done and before is Status.DIPERIKSA)  # what is looked at stays what was delivered
        if done:
            self.doers.add(who)
            self.fresh, self.flagged = True, self.flagged or odd

    @rule(who=some_officer, to=st.sampled_from(Status))
    def move(self, who: int, to: Status) -> None:
        role = STAFF[who][0]

        def deed(tx: Session) -> None:
            officer, report = self._officer(who, tx)
            work.change_status(
                tx, officer=officer, report=report, to=to, reason="Kabar dari lapangan.", now=self.now
            )

        before, after, done = self._do(deed)
        if not done:
            assert after is before
            return
        assert may_move_as(role, before, to)
        assert before is not Status.DIPERIKSA
        if to is not Status.SELESAI:
            assert after is to
            if before is Status.SELESAI and after is Status.DIPROSES:
                self._undone()
            return
        assert self.fresh, "finished without a photo"
        sure = self.kind is Checking.ALWAYS or self.flagged or self.sent_back
        sure = sure or (self.kind is Checking.SAMPLE and self.came_back)
        assert after is Status.DIPERIKSA or not sure
        assert after is Status.SELESAI or sure or self.kind is Checking.SAMPLE
        if after is Status.DIPERIKSA:
            self.doers.add(who)
        else:
            self.came_back = self.sent_back = False

    def _undone(self, *, sent_back: bool = False) -> None:
        self.fresh = self.flagged = False
        self.came_back, self.sent_back = True, sent_back

    @rule(who=some_officer, odd=st.booleans())
    def finish(self, who: int, odd: bool) -> None:
        self.show(who, odd)
        self.move(who, Status.SELESAI)

    @rule(who=some_officer, good=st.booleans())
    def check(self, who: int, good: bool) -> None:
        def deed(tx: Session) -> None:
            officer, report = self._officer(who, tx)
            if good:
                checking.accept(tx, officer=officer, report=report, now=self.now)
            else:
                checking.send_back(tx, officer=officer, report=report, reason="Foto ulang.", now=self.now)

        before, after, done = self._do(deed)
        allowed = may(STAFF[who][0], Action.CHECK) and STAFF[who][0] != Role.LURAH and who not in self.doers
        assert done == (before is Status.DIPERIKSA and allowed)
        if done and good:
            assert after is Status.SELESAI
            self.came_back = self.sent_back = False
        elif done:
            assert after is Status.DIPROSES
            self._undone(sent_back=True)

    @rule(deed=st.sampled_from(["withdraw", "accept", "reopen", "add"]))
    def resident(self, deed: str) -> None:
        def act(tx: Session) -> None:
            person = tx.get_one(Person, self.person)
            more = {"reopen": {"reason": "Belum beres."}, "add": {"text": "Masih begitu."}}.get(deed, {})
            named = {"add": "add_to_report"}.get(deed, deed)
            getattr(residents, named)(tx, self.number, person=person, now=self.now, **more)

        told_at = self._state()[1][2]
        before, after, done = self._do(act)
        if deed == "reopen":
            in_time = told_at is not None and self.now - told_at <= timedelta(days=14)
            assert done == (before in (Status.SELESAI, Status.DITUTUP) and in_time)
            if done:
                self._undone()
        if deed == "withdraw":
            assert done == may_move(before, Status.DITARIK)
        if deed == "add" and done:
            assert after is before or before is Status.MENUNGGU_WARGA

    @rule(days=st.sampled_from([1, 15]))
    def time_passes(self, days: int) -> None:
        """Finished work is closed; nothing else moves by itself, least of all what waits for its check."""
        self.now += timedelta(days=days)
        self.now = self.now.replace(hour=4)  # 11.00 WIB
        before, after, _ = self._do(lambda tx: housekeeping.run(tx, now=self.now))
        assert after is before or (before, after) == (Status.SELESAI, Status.DITUTUP)

    @invariant()
    def the_times_fit_the_status(self) -> None:
        if not hasattr(self, "report"):
            return
        with db.reading() as session:
            row = session.get_one(Report, self.report)
        at = Status(row.status)
        if at in (Status.SELESAI, Status.DITUTUP) and row.resolved_at:
            assert row.delivered_at is not None
            assert row.delivered_at <= row.resolved_at
            assert row.returned_at is None
        if at is Status.DIPERIKSA:
            assert row.delivered_at is not None
            assert row.resolved_at is None

    @invariant()
    def how_many_stand_where_is_known_without_counting(self) -> None:
        with db.reading() as session:
            counted = session.execute(select(Report.status, func.count()).group_by(Report.status)).all()
            assert tallies.by_status(session, without="") == dict(counted)


def _run(examples: int, steps: int) -> None:
    with db.transaction() as tx:
        city.load(tx, proof=True)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_no_life_of_a_report_goes_around_who_checks(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    _run(examples=weekly.examples(8, 25), steps=30)


def test_nor_on_postgresql(postgres_url: str) -> None:
    db.configure(postgres_url)
    _run(examples=2, steps=30)
