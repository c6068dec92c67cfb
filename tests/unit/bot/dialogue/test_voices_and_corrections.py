"""Voices are kept, corrections corrected, forwarded words marked, and bursts with a place make sense."""

from dataclasses import replace

from bot.dialogue.commands import AddToReport, FileReport, Flag
from bot.dialogue.known import Edited
from bot.dialogue.state import Step
from bot.dialogue.types import FileRef, Incoming
from nlu.types import Intent, Understanding
from tests.unit.bot.dialogue.chat import INSIDE, KRANJI, Chat, understood

VOICE = FileRef("suara-1", mime="audio/ogg", kind="suara")
HOLE = ("jalan_rusak", 0.9)


def incoming(chat: Chat, kind: str, text: str = "", **more: object) -> Incoming:
    chat.count += 1
    return Incoming("telegram", f"m{chat.count}", "s", chat.now, kind=kind, text=text, **more)  # type: ignore[arg-type]


def take(chat: Chat, message: Incoming, made: Understanding | None = None, **more: object) -> list[str]:
    """One turn of a message of which more is known; what is said."""
    chat.more = more
    chat.take(message, made)
    chat.more = {}
    return [reply.text for reply in chat.last]


def test_a_voice_without_words_is_kept_and_asked_about() -> None:
    chat = Chat()
    said = take(chat, incoming(chat, "voice", files=(VOICE,)))
    assert "apa yang terjadi" in said[-1]
    assert chat.conversation.step is Step.WHAT
    chat.tell("jalan bolong parah di kranji", Intent.LAPOR, HOLE)
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.files == (VOICE,)


def test_a_voice_in_a_draft_is_kept_and_the_question_asked_again() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    said = take(chat, incoming(chat, "voice", files=(VOICE,)))
    assert "Pesan suaranya saya simpan" in said[0]
    assert "lokasi" in said[-1]


def test_a_voice_is_no_picture_the_picture_is_still_asked_for() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    take(chat, incoming(chat, "voice", files=(VOICE,)))
    chat.share(INSIDE)
    assert chat.conversation.step is Step.PHOTO


def test_at_most_three_voices_and_five_pictures_are_kept() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    for n in range(5):
        take(chat, incoming(chat, "voice", files=(replace(VOICE, id=f"v{n}"),)))
    for n in range(7):
        chat.photo(f"f{n}")
    draft = chat.conversation.draft
    assert draft is not None
    assert sorted(file.kind for file in draft.files) == ["foto"] * 5 + ["suara"] * 3


def test_a_voice_the_channel_could_not_hand_over_is_declined() -> None:
    chat = Chat()
    assert "tidak bisa saya simpan" in take(chat, incoming(chat, "voice"))[0]


def test_what_was_heard_is_the_story_that_was_asked_for() -> None:
    chat = Chat()
    take(chat, incoming(chat, "voice", files=(VOICE,)))
    text = "jalan bolong parah di kranji"
    made = understood(text, Intent.LAPOR, HOLE, places=(KRANJI,))
    said = take(chat, incoming(chat, "transcript", text), made)
    assert "Saya dengar: “jalan bolong parah di kranji”" in said[0]
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.kelurahan == "01"


def test_what_was_heard_too_late_is_kept_without_a_word() -> None:
    chat = Chat()
    take(chat, incoming(chat, "voice", files=(VOICE,)))
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    before = chat.conversation.step
    assert take(chat, incoming(chat, "transcript", "lubangnya dalam")) == []
    assert chat.conversation.step is before
    assert chat.conversation.draft is not None
    assert "lubangnya dalam" in chat.conversation.draft.text
    assert take(Chat(), incoming(chat, "transcript", "halo")) == []


def correct(chat: Chat, old: str, new: str, number: str | None = None) -> list[str]:
    made = understood(new, Intent.LAPOR, HOLE)
    message = incoming(chat, "edited", new, edits="7")
    return take(chat, message, made, edited=Edited(old, number))


def test_a_corrected_message_corrects_the_draft() -> None:
    chat = Chat()
    chat.tell("jaln bolong prah", Intent.LAPOR, HOLE)
    said = correct(chat, "jaln bolong prah", "jalan bolong parah")
    assert "Perubahannya sudah saya catat." in said[0]
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text == "jalan bolong parah"


def test_a_correction_that_tells_of_another_matter_changes_the_kind() -> None:
    chat = Chat()
    chat.tell("sampah menumpuk", Intent.LAPOR, ("sampah", 0.9))
    correct(chat, "sampah menumpuk", "jalan bolong parah")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.category == "jalan_rusak"


def test_a_correction_of_a_filed_report_is_added_to_it() -> None:
    chat = Chat()
    chat.file()
    number = chat.reports[0].number
    said = correct(chat, "jalan bolong", "jalan bolong dua", number)
    assert number in said[0]
    assert chat.done[-1] == AddToReport(number, "Koreksi: jalan bolong dua")


def test_a_correction_of_small_talk_is_answered_and_changes_nothing() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    before = chat.conversation.draft
    assert "Perubahan pesan belum terbaca" in correct(chat, "halo", "hai")[0]
    assert chat.conversation.draft == before


def test_forwarded_words_are_the_residents_and_marked() -> None:
    chat = Chat()
    text = "jalan bolong parah"
    made = understood(text, Intent.LAPOR, HOLE)
    take(chat, incoming(chat, "text", text, forwarded=True), made)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.facts["diteruskan"] == "ya"


def test_words_a_place_and_a_picture_in_one_breath_fill_all_three() -> None:
    chat = Chat()
    text = "jalan bolong parah"
    made = understood(text, Intent.LAPOR, HOLE)
    message = incoming(chat, "photo", text, files=(FileRef("f1"),), point=INSIDE)
    take(chat, message, made)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.kelurahan, len(draft.files)) == (text, "01", 1)


def test_a_closed_chat_is_not_answered() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    before = chat.conversation
    assert take(chat, incoming(chat, "left")) == []
    assert chat.conversation == before


def test_abuse_is_calmed_once_flagged_each_time_and_fills_nothing() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, HOLE)
    made = understood("goblok lu", Intent.BUKAN_LAPORAN)
    first = take(chat, incoming(chat, "text", "goblok lu"), made, rude=True)
    again = take(chat, incoming(chat, "text", "goblok lu"), made, rude=True)
    assert "kesal" in first[0]
    assert first[1:] != again  # the open question stays in sight, in other words
    assert "lokasinya" in first[1]
    assert "tempatnya" in again[0]
    assert chat.done.count(Flag()) == 2
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text == "jalan bolong parah"


def test_swearing_about_the_road_is_a_complaint() -> None:
    chat = Chat()
    text = "jalan goblok bolong parah"
    made = understood(text, Intent.LAPOR, HOLE)
    take(chat, incoming(chat, "text", text), made, rude=True)
    assert chat.conversation.draft is not None
    assert Flag() not in chat.done


def test_the_day_has_a_limit_that_spares_the_draft_in_hand() -> None:
    chat = Chat()
    chat.file()
    text = "sampah menumpuk"
    made = understood(text, Intent.LAPOR, ("sampah", 0.9))
    said = take(chat, incoming(chat, "text", text), made, most_a_day=1)
    assert "besok" in said[-1]
    assert chat.conversation.draft is None
    assert sum(isinstance(command, FileReport) for command in chat.done) == 1
