"""Whatever is joined, parted, bundled, split: nobody lost, nobody told twice, all restored."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from routing.domain.lifecycle import Status
from routing.errors import Refused
from routing.reports import bundling, filing, joining, officers_work, residents, splitting
from routing.reports.door import visible_to
from routing.reports.joined import head_of, under
from routing.reports.splitting import Split
from routing.reports.supporting import support
from storage import db
from storage.models import Base, Joined, Officer, Outbox, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW

KEPT = (
    "status", "agency_code", "resolve_due", "first_answer_due", "paused_at", "priority", "text", "person_id",
)  # fmt: skip
some = st.integers(0, 30)


def _about(key: str, report_id: int) -> str:
    """What a message tells; of each of somebody's reports that stands by itself again it tells apart."""
    return f"{key} {report_id}" if key == "notice-parted" else key


class Together(RuleBasedStateMachine):
    """Six reports of four people (one filed three of them), in one office, and one operator."""

    @initialize()
    def begin(self) -> None:
        self.before: dict[int, dict[str, Any]] = {}
        with db.transaction() as tx:
            for table in reversed(Base.metadata.sorted_tables):
                if table.name != "counter":
                    tx.execute(table.delete())
            city.load(tx)
            self.operator = people.officer(tx, "operator", None).id
            persons = [people.person(tx) for _ in range(4)]
            for at in (0, 0, 0, 1, 2, 3):
                reports.filed(tx, by=persons[at], text="Jalan bolong. Sampah menumpuk di situ.")
            self.persons = [person.id for person in persons]
            self.work_order = bundling.make(
                tx, officer=tx.get_one(Officer, self.operator), kind="pekerjaan", title="Aspal", numbers=[],
                now=NOW,
            ).id  # fmt: skip

    def _do(self, deed: Any, which: int) -> Report | None:
        """Do it to the `which`-th report; None when the rules refuse, and then nothing changed."""
        with db.reading() as session:
            numbers = list(session.scalars(select(Report.number).order_by(Report.id)))
        number = numbers[which % len(numbers)]
        try:
            with db.transaction() as tx:
                last = tx.scalar(select(func.max(Outbox.id))) or 0
                officer = tx.get_one(Officer, self.operator)
                deed(tx, officer, visible_to(tx, officer).get(number))
                tx.flush()
                told = select(Outbox.person_id, Outbox.key, Outbox.report_id).where(Outbox.id > last)
                self.told = [(row.person_id, _about(row.key, row.report_id)) for row in tx.execute(told)]
        except Refused:
            return None
        assert len(self.told) == len(set(self.told)), f"told twice: {self.told}"
        with db.reading() as session:
            return session.scalars(select(Report).where(Report.number == number)).one()

    def _number(self, which: int) -> str:
        with db.reading() as session:
            numbers = list(session.scalars(select(Report.number).order_by(Report.id)))
        return numbers[which % len(numbers)]

    @rule(one=some, into=some)
    def join(self, one: int, into: int) -> None:
        number, kept = self._number(into), {}

        def deed(tx: Any, officer: Officer, report: Report) -> None:
            kept.update({name: getattr(report, name) for name in KEPT})
            joining.join(tx, officer=officer, report=report, into=number, now=NOW)

        done = self._do(deed, one)
        if done is not None:
            self.before[done.id] = kept

    @rule(one=some)
    def part(self, one: int) -> None:
        done = self._do(lambda tx, o, r: joining.part(tx, officer=o, report=r, now=NOW), one)
        if done is not None:
            kept = self.before.pop(done.id)
            assert {name: getattr(done, name) for name in KEPT} == kept

    @rule(one=some)
    def answer(self, one: int) -> None:
        people_ = self._reporters(one)
        done = self._do(
            lambda tx, o, r: officers_work.answer(tx, officer=o, report=r, text="Dicek.", now=NOW), one
        )
        if done is not None:
            assert {person for person, _ in self.told} == people_

    @rule(one=some, to=st.sampled_from(["diproses", "koordinasi", "selesai", "menunggu_warga"]))
    def move(self, one: int, to: str) -> None:
        reporters = self._reporters(one)
        done = self._do(
            lambda tx, o, r: officers_work.change_status(
                tx, officer=o, report=r, to=Status(to), reason="Kabar.", now=NOW
            ),
            one,
        )
        if done is not None:
            assert reporters <= {person for person, _ in self.told}

    @rule(one=some)
    def bundle_it(self, one: int) -> None:
        number = self._number(one)
        self._do(
            lambda tx, o, r: bundling.add(tx, officer=o, bundle_id=self.work_order, number=number, now=NOW),
            one,
        )

    @rule()
    def tell_all(self) -> None:
        self._do(
            lambda tx, o, r: bundling.tell(tx, officer=o, bundle_id=self.work_order, text="Mulai.", now=NOW),
            0,
        )

    @rule(one=some)
    def split_it(self, one: int) -> None:
        plan = Split({1: "sampah"}, {1: 1})
        done = self._do(lambda tx, o, r: splitting.split(tx, officer=o, report=r, plan=plan, now=NOW), one)
        assert done is None or done.text == "Jalan bolong."

    @rule(one=some, who=st.integers(0, 3))
    def support_it(self, one: int, who: int) -> None:
        self._do(
            lambda tx, o, r: support(
                tx, r.number, person=tx.get_one(Person, self.persons[who]), text="", now=NOW
            ),
            one,
        )

    @rule(one=some)
    def withdraw(self, one: int) -> None:
        def deed(tx: Any, officer: Officer, report: Report) -> None:
            me = tx.get_one(Person, report.person_id)
            for row in tx.scalars(select(Joined).where(Joined.into_id == report.id)):
                self.before.pop(row.report_id, None)
            residents.withdraw(tx, report.number, person=me, now=NOW)
            self.before.pop(report.id, None)

        kept = dict(self.before)
        if self._do(deed, one) is None:
            self.before = kept

    @precondition(lambda self: len(self.before) > 1)
    @rule(one=some)
    def keep_secret(self, one: int) -> None:
        def deed(tx: Any, officer: Officer, report: Report) -> None:
            me = tx.get_one(Person, report.person_id)
            filing.set_privacy(tx, report.number, person=me, privacy="rahasia", now=NOW)

        if self._do(deed, one):
            with db.reading() as session:
                joined = set(session.scalars(select(Joined.report_id)))
            self.before = {number: kept for number, kept in self.before.items() if number in joined}

    def _reporters(self, one: int) -> set[int]:
        with db.reading() as session:
            report = session.scalars(select(Report).where(Report.number == self._number(one))).one()
            everybody = (report, *under(session, report))
            return {row.person_id for row in everybody if row.person_id is not None}

    @invariant()
    def nobody_is_lost(self) -> None:
        if not hasattr(self, "persons"):
            return
        with db.reading() as session:
            rows = session.scalars(select(Report)).all()
            joined = {row.report_id for row in session.scalars(select(Joined))}
            assert {row.id for row in rows if row.status == "duplikat"} == joined
            for row in rows:
                head = head_of(session, row)
                assert head.status != "duplikat"
                assert head is row or row in under(session, head)
                assert head is row or "rahasia" not in (row.privacy, head.privacy)
            words = " ".join(row.text for row in rows).split()
            assert words.count("bolong.") == words.count("menumpuk") == 6


def test_whatever_is_joined_parted_bundled_and_split(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    machine = Together.TestCase
    machine.settings = settings(max_examples=6, stateful_step_count=15, deadline=None)
    machine("runTest").runTest()
