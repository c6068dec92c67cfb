"""The talk with an officer, turn by turn: what the transcripts do not meet."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts import notes
from bot.dialogue.types import FileRef, Incoming
from bot.field import talk
from bot.field.known import Do, FieldDeed, FieldKnown, FieldStep, FieldTalk, FieldTurn, HandIn, Task
from bot.field.saying import WORDS, card, tell
from bot.field.whose import RESULT, for_work
from routing.domain.answers import Concern, Doubt
from routing.people import officer_chats

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
MAY = frozenset({"hold", "answer", "status", "note", "read"})
TASK = Task("BKS-2611-00001", version="7~diproses~jalan_rusak~dbmsda", status="diproses", mine=True, may=MAY)
KNOWN = FieldKnown(NOW, "Dedi", about=TASK, mine=(TASK,))
TOLD = (Doubt(Concern.DISCLOSES, "Ratna"),)


def said(text: str = "", button: str | None = None, *files: str) -> Incoming:
    kind = "button" if button else "photo" if files else "text"
    return Incoming("telegram", "1", "77", NOW, kind, text, button=button, files=tuple(map(FileRef, files)))


def go(start: FieldTalk, *steps: Incoming, known: FieldKnown = KNOWN) -> FieldTurn:
    turned = FieldTurn(start)
    for step in steps:
        turned = talk.turn(turned.talk, step, known)
    return turned


def pressed(turned: FieldTurn, title: str = "Kirim") -> Incoming:
    """The button of this title under what was just said."""
    buttons = turned.said[-1].buttons
    return said(button=next((one.id for one in buttons if one.title == title), "f:kirim"))


ANSWER = said(button="f:jawab:BKS-2611-00001")


def test_words_that_tell_who_reported_go_out_for_a_head_alone() -> None:
    tells = replace(KNOWN, doubts=lambda task, text, refusing: TOLD)
    asked = go(FieldTalk(), ANSWER, said("Bu Ratna, besok"), known=tells)
    assert go(asked.talk, pressed(asked), known=tells).command is None
    head = replace(tells, vouches=True)
    asked = go(FieldTalk(), ANSWER, said("Bu Ratna, besok"), known=head)
    sent = go(asked.talk, pressed(asked), known=head).command
    assert isinstance(sent, Do)
    assert sent.sure


def test_what_is_sent_was_shown_and_carries_the_version_it_was_written_for() -> None:
    shown = go(FieldTalk(), ANSWER, said("Kami datang besok."))
    assert "“Kami datang besok.”" in shown.said[0].text
    sent = go(shown.talk, pressed(shown)).command
    assert sent == Do(FieldDeed.ANSWER, TASK.number, TASK.version, "Kami datang besok.")
    assert go(shown.talk, said("batal"), pressed(shown)).command is None


def test_an_officer_says_that_a_moment_in_the_words_is_no_promise() -> None:
    shown = go(FieldTalk(), ANSWER, said("Kami datang besok pukul 09.00."))
    assert [one.title for one in shown.said[0].buttons] == ["Kirim", "Kirim, bukan janji", "Ubah", "Batal"]
    sent = go(shown.talk, pressed(shown, "Kirim, bukan janji")).command
    assert isinstance(sent, Do)
    assert (sent.text, sent.promises) == ("Kami datang besok pukul 09.00.", False)
    plain = go(FieldTalk(), ANSWER, said("Terima kasih sudah menunggu."))
    assert [one.title for one in plain.said[0].buttons] == ["Kirim", "Ubah", "Batal"]
    old = go(plain.talk, pressed(shown, "Kirim, bukan janji"))  # under other words: it sends nothing
    assert old.command is None


def test_the_button_under_earlier_words_does_not_send_later_ones() -> None:
    first = go(FieldTalk(), ANSWER, said("Kami datang besok."))
    later = go(first.talk, ANSWER, said("Sudah kami periksa."))
    assert go(later.talk, pressed(first)).command is None
    sent = go(later.talk, pressed(later)).command
    assert isinstance(sent, Do)
    assert sent.text == "Sudah kami periksa."


def test_a_photo_finds_its_report_or_asks() -> None:
    photo = said("", None, "a")
    other = replace(TASK, number="BKS-2611-00002")
    lost = replace(KNOWN, about=None, mine=(TASK, other))
    assert go(FieldTalk(), photo).command == HandIn(TASK.number, (FileRef("a"),))
    asked = go(FieldTalk(), photo, known=lost)
    assert asked.talk.step is FieldStep.WHICH
    chosen = go(asked.talk, said(button="f:foto:BKS-2611-00002"), known=replace(lost, about=other))
    assert chosen.command == HandIn(other.number, (FileRef("a"),))


def test_words_beside_a_photo_wait_for_the_report_that_is_asked_for() -> None:
    lost = replace(KNOWN, about=None, mine=(TASK, replace(TASK, number="BKS-2611-00002")))
    asked = go(FieldTalk(), said("Sudah ditambal.", None, "a"), known=lost)
    chosen = go(asked.talk, said(button=f"f:foto:{TASK.number}"))
    assert (chosen.talk.deed, chosen.talk.text) == (FieldDeed.FINISH, "Sudah ditambal.")


def test_a_photo_that_is_not_kept_costs_no_words_about_another_report() -> None:
    other = replace(TASK, number="BKS-2611-00002")
    writing = go(FieldTalk(), ANSWER).talk
    broken = Incoming("telegram", "2", "77", NOW, RESULT, "Ambil ulang.", about=other.number)
    told = go(writing, broken, known=replace(KNOWN, named=other.number, about=other))
    assert "Ambil ulang." in told.said[0].text
    assert told.talk == writing
    finishing = replace(writing, step=FieldStep.SURE, deed=FieldDeed.FINISH, text="Sudah.")
    own = go(finishing, broken, known=replace(KNOWN, named=TASK.number))
    assert own.talk == FieldTalk(number=TASK.number)


OTHER = replace(TASK, number="BKS-2611-00002")


@pytest.mark.parametrize(
    "turns_away",
    [said("/tugas"), said("/warga"), said("/lepas"), said(OTHER.number), said(button="f:daftar"),
     said(button=f"f:lihat:{OTHER.number}"), said(button=f"f:tolak:{OTHER.number}")],
)  # fmt: skip
def test_words_that_waited_are_told_back_when_the_officer_turns_away(turns_away: Incoming) -> None:
    waiting = go(FieldTalk(), ANSWER, said("Kami datang besok."))
    about = replace(KNOWN, about=OTHER, named=OTHER.number)
    away = go(waiting.talk, turns_away, known=about)
    assert tell("unsent", text="Kami datang besok.") in [one.text for one in away.said]
    assert away.command is None


def test_words_to_a_report_that_is_gone_are_told_back() -> None:
    gone = replace(KNOWN, about=None)
    for start, message in (
        (go(FieldTalk(), ANSWER).talk, said("Kami datang besok.")),
        (go(FieldTalk(), ANSWER, said("Kami datang besok.")).talk, said(button="f:kirim:00000000")),
    ):
        told = [one.text for one in go(start, message, known=gone).said]
        assert tell("unsent", text="Kami datang besok.") in told
        assert tell("not-there", number=TASK.number) in told


def test_a_title_is_as_good_as_its_button_and_no_words_for_the_resident() -> None:
    shown = go(FieldTalk(), ANSWER, said("Kami datang besok."))
    sent = go(shown.talk, said("Kirim")).command
    assert isinstance(sent, Do)
    assert sent.text == "Kami datang besok."
    assert go(shown.talk, said("ubah")).talk.step is FieldStep.WORDS


def test_a_photo_beside_words_leaves_them_waiting() -> None:
    shown = go(FieldTalk(), ANSWER, said("Kami datang besok."))
    both = go(shown.talk, said("", None, "a"))
    assert both.command == HandIn(TASK.number, (FileRef("a"),))
    assert both.talk == shown.talk


def test_photos_one_after_another_wait_together_and_a_typed_number_says_whose_they_are() -> None:
    lost = replace(KNOWN, about=None, mine=(TASK, OTHER))
    asked = go(FieldTalk(), said("", None, "a"), said("", None, "b"), known=lost)
    assert asked.talk.files == (FileRef("a"), FileRef("b"))
    named = replace(lost, about=OTHER, named=OTHER.number)
    assert go(asked.talk, said(OTHER.number), known=named).command == HandIn(OTHER.number, asked.talk.files)
    left = go(asked.talk, said("tugas"), known=lost)
    assert left.said[0].text == tell("photo-left")
    nobodys = go(FieldTalk(), said("", None, "a"), known=replace(lost, mine=()))
    assert nobodys.said[0].text == tell("photo-left")


FINISH = said(button="f:selesai:BKS-2611-00001")


@pytest.mark.parametrize("first", [ANSWER, FINISH])
@pytest.mark.parametrize("refused", [False, True])
def test_words_under_a_photo_do_not_swallow_those_that_waited(first: Incoming, refused: bool) -> None:
    turned = go(FieldTalk(), first, said("Kami datang besok."), said("Sudah ditambal.", None, "a"))
    assert isinstance(turned.command, HandIn)
    if refused:
        turned = talk.refused(turned, "Paling banyak lima foto.", TASK.number)
        assert tell("photo-coming", number=TASK.number) not in [reply.text for reply in turned.said]
    told = "\n".join(reply.text for reply in turned.said)
    assert tell("unsent", text="Kami datang besok.") in told
    assert turned.talk.text == "Sudah ditambal." or tell("unsent", text="Sudah ditambal.") in told


def test_words_under_photos_that_come_one_by_one_wait_together() -> None:
    lost = replace(KNOWN, about=None, mine=(TASK, replace(TASK, number="BKS-2611-00002")))
    turned = go(FieldTalk(), said("Sudah ditambal.", None, "a"), said("Dan disapu.", None, "b"), known=lost)
    assert turned.talk.text == "Sudah ditambal.\nDan disapu."
    assert [file.id for file in turned.talk.files] == ["a", "b"]


def test_an_edit_is_looked_at_again_while_its_words_wait() -> None:
    edit = Incoming("telegram", "3", "77", NOW, "edited", "Kami datang lusa.", edits="1")
    again = go(FieldTalk(), ANSWER, said("Kami datang besok."), edit)
    assert (again.talk.step, again.talk.text) == (FieldStep.SURE, "Kami datang lusa.")
    assert go(FieldTalk(), edit).said[0].text == tell("edited")


def test_work_without_its_photo_is_not_finished() -> None:
    bare = replace(KNOWN, about=replace(TASK, photo_missing=True))
    turned = go(FieldTalk(), said(button="f:selesai:BKS-2611-00001"), known=bare)
    assert (turned.talk.step, turned.command) == (FieldStep.IDLE, None)


@pytest.mark.parametrize(
    ("without", "missing"),
    [("status", "Selesai"), ("answer", "Tanya warga"), ("hold", "Terima")],
)  # fmt: skip
def test_a_card_offers_only_what_the_officer_may_do(without: str, missing: str) -> None:
    free = replace(TASK, mine=False)
    titles = {button.title for button in card(free)[0].buttons}
    fewer = {button.title for button in card(replace(free, may=MAY - {without}))[0].buttons}
    assert missing in titles - fewer


def test_whole_city_roles_only_hear_news() -> None:
    heard = replace(KNOWN, works=False)
    for message in (said("tugas"), ANSWER, said("", None, "a")):
        assert go(FieldTalk(), message, known=heard).said[0].text == tell("only-news")


@pytest.mark.parametrize(
    ("message", "as_resident", "danger", "step", "work"),
    [
        (said(button="f:daftar"), True, False, FieldStep.IDLE, True),
        (said(button="done:BKS-2611-00001"), False, False, FieldStep.IDLE, False),
        (said("kebakaran"), False, True, FieldStep.IDLE, False),
        (said("kebakaran sudah padam"), False, True, FieldStep.WORDS, True),
        (said("lampu mati"), True, False, FieldStep.IDLE, False),
        (said("/petugas"), True, False, FieldStep.IDLE, True),
    ],
)  # fmt: skip
def test_whose_words_they_are(
    message: Incoming, as_resident: bool, danger: bool, step: FieldStep, work: bool
) -> None:
    assert for_work(message, FieldTalk(step), as_resident=as_resident, danger=danger) is work


def test_every_sentence_is_said_and_every_note_has_its_words() -> None:
    code = "".join(path.read_text("utf-8") for path in WORDS.parent.glob("*.py"))
    keys = re.findall(r"^([a-z_-]+) =", WORDS.read_text("utf-8"), re.M)
    built = ("btn-", "doubt-", "did-", "ask-")
    assert [key for key in keys if not key.startswith(built) and f'"{key}"' not in code] == []
    assert [tell(f"doubt-{concern.value}") for concern in Concern if concern.value] != []
    for what in (officer_chats.LINKED, officer_chats.ENDED, officer_chats.REVOKED):
        assert notes.WORDS[notes.AtAccount(what)]


def test_codes_are_read_as_people_type_them() -> None:
    for text in ("tautkan K7P2-9XQM", "/tautkan k7p29xqm", "/start tautkan_K7P29XQM", " Tautkan K7P2 9XQM "):
        assert officer_chats.code_in(text) == "K7P29XQM"
    assert officer_chats.code_in("tolong tautkan laporan saya") == ""
