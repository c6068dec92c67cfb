"""Somebody has reported it already: supporting, adding to one's own, filing separately, stopping."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import AddToReport, FileReport, StopSupport, SupportReport, Turn
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Draft, Similar, Step
from bot.dialogue.topics.similar import after_looked
from bot.dialogue.turn import after_refused
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import CITY, KRANJI, NOW, Chat, understood

JALAN = ("jalan_rusak", 0.9)
THERE, OTHER = "BKS-2611-00077", "BKS-2611-00078"
SEEN = Similar(THERE, "Jalan rusak", "diproses", 84, NOW.timestamp() - 3 * 86400)


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


def shown(found: Similar = SEEN) -> Chat:
    """A complaint with a picture, for which looking finds `found`."""
    chat = Chat(similar=found)
    chat.tell("jalan bolong di depan stasiun", Intent.LAPOR, JALAN)
    chat.share()
    chat.photo()
    assert chat.at(Step.SIMILAR)
    return chat


def test_it_is_shown_with_number_distance_status_and_age_before_the_summary() -> None:
    chat = shown()
    for words in (THERE, "Jalan rusak", "sekitar 80 m", "Diproses", "3 hari yang lalu"):
        assert words in chat.text
    assert [b.title for b in chat.buttons] == ["Dukung laporan ini", "Buat laporan sendiri", "Batalkan"]
    assert "Sudah benar?" not in chat.text


@pytest.mark.parametrize(
    ("found", "words"),
    [(replace(SEEN, metres=3), "sekitar 10 m"), (replace(SEEN, metres=None), "Tempatnya sama"),
     (replace(SEEN, filed_at=NOW.timestamp()), "hari ini"),
     (replace(SEEN, filed_at=NOW.timestamp() - 90000), "kemarin")],
)  # fmt: skip
def test_distance_and_age_are_told_in_words(found: Similar, words: str) -> None:
    assert words in shown(found).text


@pytest.mark.parametrize("answer", ["Dukung laporan ini", "dukung saja", "ya", "sama"])
def test_supporting_hands_over_words_and_pictures_and_files_nothing(answer: str) -> None:
    chat = shown()
    if answer[0].isupper():
        chat.press(answer)
    else:
        chat.tell(answer, Intent.YA if answer == "ya" else Intent.BUKAN_LAPORAN)
    command = chat.done[-1]
    assert isinstance(command, SupportReport)
    assert (command.number, command.draft.text) == (THERE, "jalan bolong di depan stasiun")
    assert [file.id for file in command.draft.files] == ["a"]
    assert not any(isinstance(done, FileReport) for done in chat.done)
    assert chat.conversation.draft is None
    assert chat.at(Step.IDLE)
    assert THERE in chat.text
    assert chat.last[-1].link is not None


@pytest.mark.parametrize("answer", ["Buat laporan sendiri", "tidak", "beda pak, ini lain"])
def test_filing_separately_goes_on_and_is_not_asked_again(answer: str) -> None:
    chat = shown()
    if answer[0].isupper():
        chat.press(answer)
    else:
        chat.tell(answer, Intent.TIDAK if answer == "tidak" else Intent.BUKAN_LAPORAN)
    assert chat.at(Step.CONFIRM)
    chat.press("Ubah")
    chat.press("Tidak jadi")
    assert chat.at(Step.CONFIRM)
    chat.press("Kirim")
    assert isinstance(chat.done[-1], FileReport)


def test_chit_chat_decides_nothing_and_more_of_the_story_is_kept() -> None:
    chat = shown()
    chat.tell("wkwk", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.SIMILAR)
    chat.tell("kemarin ada motor jatuh juga", Intent.LAPOR, JALAN)
    assert "motor jatuh" in draft_of(chat).text
    assert not chat.done


def test_whoever_wavers_about_cancelling_is_asked_again() -> None:
    chat = shown()
    chat.tell("kayaknya saya mau batalkan saja laporan ini", Intent.BATAL)
    chat.press("Tidak")
    assert chat.at(Step.SIMILAR)


def test_it_can_be_cancelled() -> None:
    chat = shown()
    chat.press("Batalkan")
    assert chat.conversation.draft is None
    assert not chat.done


def test_pressing_support_twice_supports_once() -> None:
    chat = shown()
    button = next(b.id for b in chat.buttons if b.title == "Dukung laporan ini")
    chat.press_id(button)
    chat.press_id(button)
    assert sum(isinstance(done, SupportReport) for done in chat.done) == 1


def test_when_it_ended_meanwhile_the_draft_is_still_there_and_can_be_sent() -> None:
    chat = shown()
    known = Known(now=NOW, catalogue=CITY)
    draft = draft_of(chat)
    kept = replace(chat.conversation, draft=replace(draft, apart=(THERE,)))
    after = after_refused(Turn(kept), THERE, known)
    assert after.conversation.step is Step.CONFIRM
    assert "Sudah benar?" in after.replies[-1].text


def test_ones_own_report_is_offered_to_be_added_to() -> None:
    chat = Chat()
    number = chat.file()
    chat.now = NOW.replace(month=12)
    chat.similar = Similar(number, "Jalan rusak", "menunggu", None, NOW.timestamp(), own=True)
    chat.complain("jalan bolong depan ruko di kranji")
    chat.photo()
    assert "Anda sudah melaporkan ini" in chat.text
    chat.press("Tambahkan ke sana")
    command = chat.done[-1]
    assert isinstance(command, AddToReport)
    assert (command.number, command.text) == (number, "jalan bolong depan ruko di kranji")
    assert [file.id for file in command.files] == ["a"]
    assert chat.conversation.draft is None


def test_ones_own_report_that_ended_meanwhile_takes_nothing_more() -> None:
    chat = Chat()
    number = chat.file()
    chat.now = NOW.replace(month=12)
    chat.similar = Similar(number, "Jalan rusak", "menunggu", None, NOW.timestamp(), own=True)
    chat.complain()
    chat.photo()
    chat.set(number, "selesai", resolved_at=chat.now)
    chat.tell("ya", Intent.YA)
    assert chat.at(Step.CONFIRM)


def test_who_said_it_is_a_new_report_is_not_asked_about_the_same_one_again() -> None:
    chat = Chat()
    number = chat.file()
    chat.complain("jalan bolong di sebelahnya di kranji")
    assert chat.at(Step.ADD)
    chat.press("Laporan baru")
    assert draft_of(chat).apart == (number,)


@pytest.mark.parametrize(
    "what", ["emergency", "secret", "proposal", "office", "external", "no place", "unsorted"]
)
def test_where_it_would_be_wrong_nobody_looks(what: str) -> None:
    chat = Chat(similar=SEEN)
    if what == "emergency":
        chat.tell("api besar di kranji", Intent.LAPOR, JALAN, places=(KRANJI,), emergency="kebakaran")
        chat.press("Catat laporannya")
    elif what == "secret":
        chat.tell(
            "jalan bolong di kranji, laporan ini tolong dirahasiakan", Intent.LAPOR, JALAN, places=(KRANJI,)
        )
        chat.press("Lewati")
    elif what == "proposal":
        chat.tell("usul taman di kranji", Intent.ASPIRASI, ("sampah", 0.9), places=(KRANJI,))
    elif what == "office":
        chat.tell("ktp belum jadi di kranji", Intent.LAPOR, ("kependudukan", 0.9), places=(KRANJI,))
    elif what == "external":
        chat.tell("listrik padam di kranji", Intent.LAPOR, ("listrik", 0.9), places=(KRANJI,))
    elif what == "no place":
        chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
        chat.press("Pilih kecamatan")
        chat.press("Tidak tahu")
        chat.press("Lewati")
    else:
        chat.tell("ada yang aneh di kranji", Intent.LAPOR, places=(KRANJI,))
        chat.press("Lainnya")
        chat.press("Lewati")
    assert chat.looked == []
    assert chat.at(Step.CONFIRM)


def test_it_is_looked_for_once_and_again_when_the_place_changes() -> None:
    chat = Chat()
    chat.complain()
    chat.press("Lewati")
    chat.tell("wkwk", Intent.BUKAN_LAPORAN)
    chat.press("Ubah")
    chat.press("Tidak jadi")
    assert len(chat.looked) == 1
    chat.press("Ubah")
    chat.press("Lokasi")
    chat.share()
    assert len(chat.looked) == 2


def test_something_else_in_the_same_turn_is_not_overridden() -> None:
    chat = Chat(similar=SEEN)
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.photo()
    chat.tell("sampah juga menumpuk belum diangkut", Intent.LAPOR, ("sampah", 0.9))
    assert chat.at(Step.OTHER)
    turn = Turn(chat.conversation, chat.last)
    assert after_looked(turn, SEEN, Known(now=NOW, catalogue=CITY)) == turn


def joined(*numbers: str) -> Chat:
    """Somebody who supports these reports of others."""
    chat = Chat()
    chat.file()
    for number in numbers:
        chat.joined.append(replace(chat.reports[0], number=number, own=False, supported=True, track_key=""))
    return chat


def test_laporan_saya_shows_what_one_supports_marked_as_such() -> None:
    chat = joined(THERE)
    chat.tell("laporan saya", Intent.STATUS)
    assert f"{THERE}, Jalan rusak: Menunggu (Anda dukung)" in chat.text
    chat.press(THERE)
    assert "Laporan ini dari warga lain" in chat.text
    chat.press("Berhenti mendukung")
    assert chat.done[-1] == StopSupport(THERE)
    assert "tidak lagi mendukung" in chat.text
    chat.press_id(f"unsup:{THERE}")
    assert "tidak sedang mendukung" in chat.text


def test_only_supported_reports_are_listed_for_who_filed_none() -> None:
    chat = joined(THERE, OTHER)
    chat.reports = []
    chat.tell("laporan saya", Intent.STATUS)
    assert chat.text.startswith("Laporan warga lain yang Anda dukung:")
    chat.joined = chat.joined[:1]
    chat.tell("laporan saya", Intent.STATUS)
    assert "Laporan ini dari warga lain" in chat.text


@pytest.mark.parametrize(
    ("numbers", "words", "named", "stopped"),
    [((THERE,), "berhenti mendukung", None, THERE),
     ((THERE,), "saya mau berhenti mendukung dong", None, THERE),
     ((THERE, OTHER), "stop dukung", None, None),
     ((THERE, OTHER), f"berhenti mendukung {THERE}", THERE, THERE),
     ((), "berhenti mendukung", None, None),
     ((THERE,), f"stop dukung {OTHER}", OTHER, None)],
)  # fmt: skip
def test_stopping_in_words(
    numbers: tuple[str, ...], words: str, named: str | None, stopped: str | None
) -> None:
    chat = joined(*numbers)
    chat.say(words, understood(words, Intent.BATAL, number=named))
    assert (
        (StopSupport(stopped) in chat.done)
        if stopped
        else not any(isinstance(d, StopSupport) for d in chat.done)
    )
    assert "dukung" in chat.text


@pytest.mark.parametrize("button", ["done", "undone"])
def test_a_supporter_cannot_answer_for_the_reporter(button: str) -> None:
    chat = joined(THERE)
    before = list(chat.done)
    chat.press_id(f"{button}:{THERE}")
    assert chat.done == before
    assert chat.at(Step.IDLE)


def test_a_supporter_cannot_withdraw_or_add_as_the_reporter() -> None:
    chat = joined(THERE)
    words = f"tolong batalkan saja laporan {THERE} itu sekarang"
    chat.say(words, understood(words, Intent.BATAL, number=THERE))
    assert "tidak menemukan" in chat.text
    assert chat.at(Step.IDLE)


def test_an_older_releases_draft_goes_on() -> None:
    draft = {
        "text": "jalan bolong", "category": "jalan_rusak", "kelurahan": "01", "place": "kranji",
        "category_by": "svm", "facts": {}, "photo_point": "?", "similar": 5,
    }  # fmt: skip
    old = {"step": "photo", "nonce": 4, "draft": draft}
    chat = Chat(Conversation.from_json(old))
    chat.last = ()
    chat.tell("tidak ada", Intent.TIDAK)
    assert chat.at(Step.CONFIRM)
    assert (draft_of(chat).privacy, draft_of(chat).asked, draft_of(chat).photo_point) == ("biasa", (), None)
