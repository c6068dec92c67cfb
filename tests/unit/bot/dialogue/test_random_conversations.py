"""Random conversations: none crashes, none loses what was told, and a way out is always there.

SOROT_CONVERSATIONS sets how many (50 in CI; issue 4 asks for 10,000, run before a release).
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.dialogue.commands import FileReport
from bot.dialogue.hear import plain
from bot.dialogue.known import Edited
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Conversation, Similar, Step
from bot.dialogue.types import FileRef, Point
from nlu.types import Intent, Ranked, Understanding
from tests.unit.bot.dialogue.chat import (
    BARAT,
    BOGOR,
    CITY,
    INSIDE,
    KRANJI,
    OUTSIDE,
    TAMBUN,
    Chat,
    understood,
)  # fmt: skip

pytestmark = pytest.mark.timeout(3600)  # thousands of conversations take their time
TEXTS = st.one_of(
    st.sampled_from(
        ["jalan bolong parah sekali", "sampah menumpuk lima hari", "ya", "tidak", "batal", "1", "2", "halo",
         "", "kranji", "Bekasi Barat", "lewati", "kirim", "gang mawar dekat pos ronda", "BKS-2611-00001", "?",
         "peringatan", "ikuti peringatan banjir kranji", "ikuti peringatan bekasi barat", "berhenti semua",
         "data saya", "hapus data saya", "privasi", "bintang 4", "sudah beres", "buka lagi", "5",
         "kayaknya mau saya batalkan saja deh ini", "laporan baru", "sama", "status", "saya mau lapor",
         "nama saya Budi Santoso", "anonim aja", "tolong dirahasiakan ya", "selutut", "b 1234 kra", "dukung",
         "tidak tahu", "pisah saja", "satu saja", "berhenti mendukung", "jalan tol berlubang"]
    ),
    st.text(max_size=60),
)  # fmt: skip
RANKED = st.lists(
    st.builds(Ranked, st.sampled_from([*CITY.categories, "naga"]), st.floats(0, 1)),
    max_size=4,
    unique_by=lambda r: r.code,
)
PLACES = st.lists(st.sampled_from([KRANJI, BARAT, BOGOR, TAMBUN]), max_size=2).map(tuple)
KINDS = st.sampled_from(["sticker", "voice", "video", "contact", "document", "edited", "other", "new kind"])

# Hypothesis knows the strings of our code, and so the words by which a resident cancels; a number presses
# the button in that place, and it may be "Batalkan".
CHATTER = st.text(max_size=30).filter(
    lambda text: (
        reading_of(text) is not Reading.STOP and "hapus" not in text.lower() and not plain(text).isdecimal()
    )
)
HARMLESS = [intent for intent in Intent if intent not in (Intent.BATAL, Intent.ASPIRASI, Intent.INFORMASI)]


@st.composite
def understandings(draw: st.DrawFn) -> tuple[str, Understanding | None]:
    text = draw(TEXTS)
    if draw(st.integers(0, 5)) == 0:
        return text, None
    made = understood(
        text, draw(st.sampled_from(Intent)), places=draw(PLACES), sure=draw(st.floats(0, 1)),
        emergency=draw(st.sampled_from([None] * 8 + ["kebakaran", "kejahatan"])),
        number=draw(st.sampled_from([None] * 6 + ["BKS-2611-00001", "BKS-2611-00099"])),
    )  # fmt: skip
    ranked = sorted(draw(RANKED), key=lambda r: -r.confidence)
    return text, Understanding(**{**vars(made), "categories": tuple(ranked)})


class Conversations(RuleBasedStateMachine):
    """One person and everything they may do."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat()
        self.pictures = 0
        self.sent: set[str] = set()
        self.told: list[str] = []

    @rule(message=understandings())
    def write(self, message: tuple[str, Understanding | None]) -> None:
        self.note(self.chat.say(*message))

    @rule(message=understandings(), point=st.sampled_from([INSIDE, OUTSIDE]))
    def share(self, message: tuple[str, Understanding | None], point: Point) -> None:
        self.note(self.chat.share(point))

    @rule(message=understandings())
    def photograph(self, message: tuple[str, Understanding | None]) -> None:
        self.pictures += 1
        self.note(self.chat.photo(f"foto{self.pictures}", *message))

    @rule(kind=KINDS)
    def send_something_odd(self, kind: str) -> None:
        self.note(self.chat.send(kind))

    @rule()
    def speak(self) -> None:
        self.pictures += 1
        voice = FileRef(f"suara{self.pictures}", mime="audio/ogg", kind="suara")
        self.note(self.chat.take(self.chat.message(kind="voice", files=(voice,))).replies)

    @rule(message=understandings(), whole=st.booleans())
    def correct(self, message: tuple[str, Understanding | None], whole: bool) -> None:
        draft = self.chat.conversation.draft
        old = draft.text if draft and whole else "jalan bolong"
        number = self.chat.reports[0].number if self.chat.reports else None
        self.chat.more = {"edited": Edited(old, number)}
        said = self.chat.take(
            self.chat.message(kind="edited", text=message[0], edits="1"), message[1]
        ).replies
        if (message[1].masked if message[1] else message[0]).strip() != old:  # else no word has changed
            self.note(said)
        self.chat.more = {}

    @rule(message=understandings(), point=st.sampled_from([INSIDE, OUTSIDE]), picture=st.booleans())
    def tell_with_a_place(
        self, message: tuple[str, Understanding | None], point: Point, picture: bool
    ) -> None:
        files = (FileRef(f"foto{self.pictures}"),) if picture else ()
        kind = "photo" if picture else "text"
        self.note(
            self.chat.take(
                self.chat.message(kind=kind, text=message[0], point=point, files=files), message[1]
            ).replies
        )

    @rule(message=understandings())
    def overhear(self, message: tuple[str, Understanding | None]) -> None:
        self.chat.take(self.chat.message(kind="transcript", text=message[0] or "halo"), message[1])

    @rule(messages=st.lists(understandings(), min_size=3, max_size=4))
    def tell_of_several_matters(self, messages: list[tuple[str, Understanding | None]]) -> None:
        (text, whole), *rest = messages
        parts = tuple(u for _, u in rest if u is not None)
        self.note(self.chat.say(text, whole, parts if whole is not None else ()))

    @rule(point=st.sampled_from([INSIDE, OUTSIDE]))
    def a_picture_tells_its_place(self, point: Point) -> None:
        before = self.chat.conversation.draft
        if not self.chat.taken_at(point):
            self.chat.last = ()
        after = self.chat.conversation.draft
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert (before.text, before.kelurahan) == (after.text, after.kelurahan)

    @rule(found=st.sampled_from([None, Similar("BKS-2611-00077", "Jalan rusak", "diproses", 84, 1.8e9)]))
    def somebody_has_reported_it(self, found: Similar | None) -> None:
        own = self.chat.reports[-1:] if found is None else []
        self.chat.similar = Similar(own[0].number, "X", "menunggu", None, 0.0, own=True) if own else found

    @precondition(lambda self: self.chat.buttons)
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        button = data.draw(st.sampled_from(self.chat.buttons))
        self.note(self.chat.press_id(button.id))

    @rule(
        nonce=st.integers(0, 9),
        action=st.sampled_from(
            ["send", "skip", "cat:pju", "kel:01", "withdraw", "no", "join", "ans:0", "split", "anonim"]
        ),
    )
    def press_an_old_one(self, nonce: int, action: str) -> None:
        if nonce != self.chat.conversation.nonce:
            before = len(self.chat.done)
            self.note(self.chat.press_id(f"{nonce}:{action}"))
            assert len(self.chat.done) == before, "an old button did something"

    @precondition(lambda self: self.chat.reports)
    @rule(data=st.data(), status=st.sampled_from(["diproses", "menunggu_warga", "selesai", "ditolak"]))
    def officer_works(self, data: st.DataObject, status: str) -> None:
        report = data.draw(st.sampled_from(self.chat.reports))
        if report.open:
            self.chat.set(report.number, status, resolved_at=self.chat.now if status == "selesai" else None)
            self.chat.last = ()

    def note(self, replies: object) -> None:
        assert replies, "a message without an answer"
        assert all(reply.text for reply in self.chat.last)

    @invariant()
    def a_filed_report_is_whole(self) -> None:
        for command in self.chat.done:
            if isinstance(command, FileReport):
                assert command.draft.text
                assert command.draft.category in CITY.categories

    @invariant()
    def the_open_question_fits_what_is_known(self) -> None:
        c = self.chat.conversation
        told = c.step in (Step.CATEGORY, Step.PHOTO, Step.CONFIRM)
        assert not told or (c.draft is not None and c.draft.text)
        assert c.step is not Step.IDLE or c.draft is None

    @invariant()
    def there_is_always_a_way_out(self) -> None:
        """ "batal" twice (a question may stand beside the draft) leaves neither draft nor question behind."""
        trial = Chat(self.chat.conversation, list(self.chat.reports), now=self.chat.now)
        for _ in range(2 + 2 * (1 + len(trial.conversation.parked))):
            if trial.conversation.step is Step.IDLE:
                break
            trial.say("batal")
        assert trial.conversation.step is Step.IDLE
        assert trial.conversation.draft is None

    @invariant()
    def the_state_survives_storing(self) -> None:
        c = self.chat.conversation
        assert Conversation.from_json(c.to_json()) == c


class KeptSlots(RuleBasedStateMachine):
    """Everything short of changing or cancelling: what was told stays told."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat()
        self.chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
        self.pictures = 0

    @rule(text=CHATTER, intent=st.sampled_from(HARMLESS), ranked=RANKED)
    def write(self, text: str, intent: Intent, ranked: list[Ranked]) -> None:
        self.chat.tell(text, intent, *((r.code, r.confidence) for r in ranked))

    @rule()
    def share(self) -> None:
        self.chat.share()

    @rule()
    def photograph(self) -> None:
        self.pictures += 1
        self.chat.photo(f"foto{self.pictures}")

    @rule(kind=KINDS)
    def send_something_odd(self, kind: str) -> None:
        self.chat.send(kind)

    @invariant()
    def nothing_told_is_lost(self) -> None:
        c = self.chat.conversation
        filed = [command.draft for command in self.chat.done if isinstance(command, FileReport)]
        held = [c.held.draft] if c.held and c.held.draft else []
        drafts = [*filed, *c.parked, *([c.draft] if c.draft else []), *held]
        assert any("jalan bolong parah" in draft.text for draft in drafts)
        kept = sum(len(draft.files) for draft in drafts) + sum(
            len(getattr(command, "files", ())) for command in self.chat.done
        )
        assert kept >= min(self.pictures, 5) or filed


COUNT = int(os.environ.get("SOROT_CONVERSATIONS", "50"))
PROFILE = settings(
    max_examples=COUNT, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRandomConversations = Conversations.TestCase
TestRandomConversations.settings = PROFILE
TestKeptSlots = KeptSlots.TestCase
TestKeptSlots.settings = PROFILE
