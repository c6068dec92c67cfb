"""Officers' chats: whatever an officer and a stranger who pretends to be one do, in any order.

No message fails, nobody gains a right, every deed has its event, and nothing anybody wrote or photographed is
dropped without a word. SOROT_FIELD_CHATS sets how many lives are lived in the long run.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.field.known import FieldStep, FieldTalk
from routing.errors import Refused
from routing.people import officer_chats
from routing.reports import holding, officers_work
from storage import db
from storage.models import Event, MediaJob, Officer, OfficerChat, Report
from tests.factories import panel, people, reports
from tests.factories.city import NOW
from tests.fakes.engines import KeywordEngine
from tests.hostile.field_chat import Writer, buried, fetch, linked, size, standing, talk_of

LIVES = int(os.environ.get("SOROT_FIELD_CHATS", "300"))
OWN, FOREIGN, CANARIES = 3, ("pju", "sampah"), ("KENARI-LAIN", "KENARI-RAHASIA")
WORDS = st.one_of(
    st.sampled_from(
        ["tugas", "/tugas", "batal", "/lepas", "/warga", "/petugas", "/start", "halo", "ya", "Kirim",
         "selesai", "Kami datang besok pukul 09.00.", "Sudah kami tambal.", "kebakaran di rumah saya!",
         "Bu Ratna, nomor 081298765432", "tautkan AAAA-2222", "tautkan", "data saya", "hapus data saya",
         "lampu jalan mati di Kranji", "f:kirim", "/petugas sekarang", "TUGAS SAYA", "-6.2349,106.9945", "1",
         "?", "a" * 5000, "\N{RIGHT-TO-LEFT OVERRIDE}txet", "{ $number }", "<b>tebal</b> *_[](", "5",
         "laporan saya"]
    ),
    st.text(min_size=1, max_size=40),
)  # fmt: skip
DEEDS = ("lihat", "terima", "ambil", "jawab", "tanya", "selesai", "tolak", "lepas", "foto", "naga", "")
PLAIN = ("kirim", "kirim:00000000", "bukan_janji:x", "ubah", "ubah:00000000", "tanpa", "alasan:sendiri",
         "alasan:naga", "putus", "batal", "daftar", "petugas", "warga", "", ":",
         "lihat:BKS-9999-99999")  # fmt: skip
ODD: tuple[dict[str, Any], ...] = (
    {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                 "is_animated": False, "is_video": False}},
    {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 2}},
    {"location": {"latitude": -6.2282, "longitude": 106.9750}},
    {"document": {"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"}},
    {"dice": {"emoji": "🎲", "value": 1}}, {"naga": {}},
)  # fmt: skip
which = st.integers(0, OWN + len(FOREIGN) - 1)


class Chats(RuleBasedStateMachine):
    """One office's officer, a stranger, and the reports of this office and others."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.home = panel.database(self.template)
        self.home.__enter__()
        engine = KeywordEngine()
        self.dedi, self.stranger = Writer("8001", engine), Writer("8002", engine)
        with db.transaction() as tx:
            head, me = (people.officer(tx, role, "dbmsda") for role in ("kepala", "petugas"))
            self.head, self.me = head.id, me.id
            self.admin = people.officer(tx, "admin", None).id
            rows = [reports.filed(tx, text=f"Aspal amblas ke-{index}.") for index in range(OWN)]
            rows.append(reports.filed(tx, category="sampah", text=f"Sampah {CANARIES[0]}."))
            rows.append(
                reports.filed(tx, text=f"Petugas minta uang {CANARIES[1]}.", category="pungli_aparatur")
            )
            self.reports = [(row.id, row.number) for row in rows]
            holding.give(tx, officer=head, report=rows[0], to=me.id, now=NOW)
        linked(self.dedi, self.me)
        self.pictures = 0
        self.open_files: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.home.__exit__(None, None, None)

    # --- what an officer does

    @rule(text=WORDS)
    def the_officer_writes(self, text: str) -> None:
        self.does(lambda: self.dedi.send(text=text))

    @rule(text=WORDS, at=which)
    def the_officer_answers_a_message(self, text: str, at: int) -> None:
        quoted = {"message_id": 90 + at, "date": 1, "chat": {"id": 8001, "type": "private"}, "text": "…"}
        self.does(lambda: self.dedi.send(text=text, reply_to_message=quoted))

    @rule(at=which, words=st.sampled_from(["", "tolong ", "jawab "]))
    def the_officer_names_a_report(self, at: int, words: str) -> None:
        self.does(lambda: self.dedi.send(text=words + self.reports[at][1]))

    @rule(newest=st.integers(0, 12))
    def the_officer_presses_what_was_offered(self, newest: int) -> None:
        if offered := self.dedi.offered[-1 - newest :]:
            self.does(lambda: self.dedi.press(offered[0]), pressed=True)

    @rule(at=which, deed=st.sampled_from(DEEDS))
    def the_officer_presses_a_made_up_button(self, at: int, deed: str) -> None:
        self.does(lambda: self.dedi.press(f"f:{deed}:{self.reports[at][1]}"), pressed=True)

    @rule(identity=st.sampled_from(PLAIN))
    def the_officer_presses_another(self, identity: str) -> None:
        self.does(lambda: self.dedi.press(f"f:{identity}"), pressed=True)

    @rule(caption=st.sampled_from(["", "Sudah ditambal.", "BKS-2611-00002"]), many=st.integers(1, 3))
    def the_officer_sends_photos(self, caption: str, many: int) -> None:
        names = [f"foto{self.pictures + index}" for index in range(many)]
        self.pictures += many
        said = {"caption": caption} if caption else {}
        if many == 1:
            self.does(lambda: self.dedi.send(photo=[size(names[0])], **said), files=names)
        else:
            self.does(lambda: self.dedi.album(names), files=names)

    @rule(part=st.sampled_from(ODD))
    def the_officer_sends_something_odd(self, part: dict[str, Any]) -> None:
        self.does(lambda: self.dedi.send(**part))

    @rule(text=WORDS)
    def the_officer_edits(self, text: str) -> None:
        self.does(lambda: self.dedi.edit(text))

    @rule(standing=st.sampled_from(["kicked", "member"]))
    def the_officer_blocks_and_comes_back(self, standing: str) -> None:
        self.does(lambda: self.dedi.goes(standing), silent=True)

    # --- what a stranger does

    @rule(text=WORDS)
    def the_stranger_writes(self, text: str) -> None:
        self.nothing_comes_of(lambda: self.stranger.send(text=text))

    @rule(at=which, deed=st.sampled_from(DEEDS))
    def the_stranger_presses_an_officers_button(self, at: int, deed: str) -> None:
        self.nothing_comes_of(lambda: self.stranger.press(f"f:{deed}:{self.reports[at][1]}"))

    @rule(newest=st.integers(0, 12))
    def the_stranger_presses_what_the_officer_was_offered(self, newest: int) -> None:
        if offered := self.dedi.offered[-1 - newest :]:
            self.nothing_comes_of(lambda: self.stranger.press(offered[0]))

    @rule()
    def the_stranger_sends_a_photo(self) -> None:
        self.pictures += 1
        self.nothing_comes_of(lambda: self.stranger.send(photo=[size(f"foto{self.pictures}")]))

    @rule(at=which)
    def the_stranger_answers_what_the_officer_was_told(self, at: int) -> None:
        quoted = {"message_id": 90 + at, "date": 1, "chat": {"id": 8002, "type": "private"}, "text": "…"}
        self.nothing_comes_of(
            lambda: self.stranger.send(text=f"selesai {self.reports[at][1]}", reply_to_message=quoted)
        )

    # --- what others do meanwhile

    @rule(good=st.booleans())
    def a_photo_is_fetched(self, good: bool) -> None:
        fetch(self.dedi.now, good=good)
        self.dedi.settle()
        self.keep_count()

    @rule(at=st.integers(0, OWN - 1), to=st.sampled_from(["dedi", "nobody"]))
    def a_report_is_given_or_taken(self, at: int, to: str) -> None:
        whom = self.me if to == "dedi" else None
        self.meanwhile(at, lambda tx, head, row: holding.give(
            tx, officer=head, report=row, to=whom, now=self.dedi.now))  # fmt: skip

    @rule(at=st.integers(0, OWN - 1))
    def a_report_goes_to_another_office(self, at: int) -> None:
        away = {"agency": "dlh", "reason": "Bukan urusan kami."}
        self.meanwhile(at, lambda tx, head, row: officers_work.forward(
            tx, officer=head, report=row, now=self.dedi.now, **away))  # fmt: skip

    @rule(what=st.sampled_from(["linked", "linked", "linked", "taken away", "put out"]))
    def the_account_changes(self, what: str) -> None:
        with db.transaction() as tx:
            me = tx.get_one(Officer, self.me)
            me.active = what != "put out"
            if what == "taken away":
                officer_chats.end(tx, me, by=tx.get_one(Officer, self.admin), now=self.dedi.now)
        if what == "linked":
            linked(self.dedi, self.me)
        self.keep_count()

    # --- what must hold

    def does(
        self, act: Callable[[], list[str]], *, files: Sequence[str] = (), silent: bool = False,
        pressed: bool = False,
    ) -> None:  # fmt: skip
        """The officer's act: what changed has its event, and nothing is dropped without a word.

        pressed: an officer's button, which also brings back to work who writes as a resident.
        """
        with db.reading() as session:
            before = [standing(session, identity) for identity, _ in self.reports]
            talk, works = talk_of(session, self.me), self.at_work(session)
            may = self.at_work(session, as_resident=pressed)
            seq = self.newest(session)
        said, moved = act(), set[str]()
        with db.reading() as session:
            for (identity, number), was in zip(self.reports, before, strict=True):
                now = standing(session, identity)
                if now.without_events() != was.without_events():
                    moved.add(number)
                    assert may, number
                    assert now.events > was.events, number
                    assert was.agency == "dbmsda", number
            mine = select(Event.actor).where(Event.seq > seq, Event.actor.startswith("petugas:"))
            assert set(session.scalars(mine)) <= {f"petugas:{self.me}"}
            after = talk_of(session, self.me)
        assert silent or not works or said, "an officer was not answered"
        if works and talk is not None and after is not None:
            self.words_are_kept(talk, after, said, moved)
        if works:
            self.open_files |= set(files)
        self.keep_count(said)

    def words_are_kept(self, before: FieldTalk, after: FieldTalk, said: list[str], moved: set[str]) -> None:
        """Words that waited to be sent are sent, still wait, were called off, or are told back."""
        goes_on = (after.deed, after.number) == (before.deed, before.number)
        if before.step is FieldStep.SURE and before.text and not goes_on:
            told = "\n".join(said)
            assert before.number in moved or before.text in told or "dibatalkan" in told, (
                before,
                after,
                told,
            )

    def keep_count(self, said: list[str] | None = None) -> None:
        """Every photo of the officer's is being fetched, waits for its report, or was told of."""
        with db.reading() as session:
            jobs = set(session.scalars(select(MediaJob.file_ref)))
            talk = talk_of(session, self.me)
        waiting = {file.id for file in talk.files} if talk else set()
        gone = self.open_files - jobs - waiting
        assert not gone or said is None or "oto" in "\n".join(said), gone
        self.open_files = waiting

    def nothing_comes_of(self, act: Callable[[], list[str]]) -> None:
        """The stranger's act changes no report that was there, and links nothing."""
        with db.reading() as session:
            before = [standing(session, identity) for identity, _ in self.reports]
            chats = session.scalars(select(OfficerChat.person_id)).all()
        act()
        with db.reading() as session:
            assert [standing(session, identity) for identity, _ in self.reports] == before
            assert session.scalars(select(OfficerChat.person_id)).all() == chats

    def meanwhile(self, at: int, deed: Callable[[Any, Officer, Report], object]) -> None:
        with db.transaction() as tx:
            row = tx.get_one(Report, self.reports[at][0])
            head = tx.get_one(Officer, self.head)
            if row.agency_code == "dbmsda" and row.status in ("menunggu", "diproses"):
                with suppress(Refused):  # whoever was put out is given nothing
                    deed(tx, head, row)

    def at_work(self, session: Any, *, as_resident: bool = False) -> bool:
        """Whether the chat is an officer's who works. as_resident: or could."""
        row = session.get(OfficerChat, self.me)
        if row is None or not session.get_one(Officer, self.me).active:
            return False
        return as_resident or not row.as_resident

    @staticmethod
    def newest(session: Any) -> int:
        return int(session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0)

    @invariant()
    def no_message_failed_and_nobody_read_what_is_not_theirs(self) -> None:
        if not hasattr(self, "home"):
            return
        with db.reading() as session:
            assert buried(session) == []
        for writer in (self.dedi, self.stranger):
            told = "\n".join(writer.heard)
            assert not any(canary in told for canary in CANARIES)
        assert "Aspal amblas" not in "\n".join(self.stranger.heard)


@pytest.fixture
def template(sqlite_template: Path) -> Iterator[Path]:
    with panel.template(sqlite_template) as folder:
        yield folder


def lives(template: Path, examples: int, steps: int) -> None:
    Chats.template = template
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Chats, settings=how)


def test_whatever_comes_into_officers_chats_nothing_fails_is_gained_or_lost(template: Path) -> None:
    lives(template, examples=2, steps=20)


@pytest.mark.crash_full
@pytest.mark.timeout(7200)
def test_nor_in_many_lives(template: Path) -> None:
    lives(template, examples=LIVES, steps=40)
