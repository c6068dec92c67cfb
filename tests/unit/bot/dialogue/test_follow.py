"""After filing: looking, adding, answering, withdrawing, saying whether it is done."""

from datetime import timedelta

import pytest

from bot.dialogue.commands import Accept, AddToReport, Reopen, Withdraw
from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import KRANJI, NOW, Chat, understood


def test_status_by_number_by_list_and_for_nobody() -> None:
    chat = Chat()
    chat.tell("laporan saya", Intent.STATUS)
    assert "belum punya laporan" in chat.text
    number = chat.file()
    chat.tell("laporan saya", Intent.STATUS)
    assert number in chat.text
    assert "Dijawab paling lambat" in chat.text
    second = chat.file("lampu mati di kranji", "pju")
    chat.tell("laporan saya", Intent.STATUS)
    assert [b.title for b in chat.buttons] == [second, number]
    chat.press(number)
    assert "Jalan rusak" in chat.text
    chat.tell("cek BKS-2611-00099", Intent.STATUS, number="BKS-2611-00099")
    assert "tidak menemukan" in chat.text


@pytest.mark.parametrize(
    ("status", "words"),
    [("menunggu", "Dijawab paling lambat"), ("diproses", "Target selesai"), ("koordinasi", "antar dinas"),
     ("menunggu_warga", "menunggu jawaban Anda"), ("selesai", "Selesai:"), ("ditutup", "ditutup"),
     ("dirujuk", "Dirujuk"), ("ditolak", "Tidak dapat"), ("ditarik", "Ditarik")],
)  # fmt: skip
def test_every_status_is_told_in_words(status: str, words: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, status, resolved_at=NOW if status in ("selesai", "ditutup") else None)
    chat.tell(number, Intent.STATUS, number=number)
    assert words in chat.text


def test_an_answered_report_promises_its_end_and_no_longer_its_answer() -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "menunggu", answered=True)
    chat.tell("status", Intent.STATUS)
    assert "Target selesai" in chat.text


def test_asking_for_the_status_in_the_middle_loses_nothing() -> None:
    chat = Chat()
    chat.complain()
    before = chat.conversation.draft
    chat.tell("status", Intent.STATUS)
    assert chat.conversation.draft == before
    assert "masih kita isi" in chat.text
    assert "Fotonya boleh dikirim sekarang" in chat.text


def test_an_addition_goes_to_the_only_open_report() -> None:
    chat = Chat()
    number = chat.file()
    chat.tell("tambahan: makin parah sekarang", Intent.TAMBAHAN)
    assert chat.done[-1] == AddToReport(number, "tambahan: makin parah sekarang")


def test_an_addition_that_names_a_number_goes_there() -> None:
    chat = Chat()
    number = chat.file()
    chat.file("lampu mati di kranji", "pju")
    words = f"untuk laporan {number} tadi ada motor jatuh"
    chat.tell(words, Intent.TAMBAHAN, number=number)
    assert chat.done[-1] == AddToReport(number, words)


def test_an_addition_among_several_reports_is_asked_for() -> None:
    chat = Chat()
    number = chat.file()
    second = chat.file("lampu mati di kranji", "pju")
    chat.tell("tambahan: makin parah", Intent.TAMBAHAN)
    assert [b.title for b in chat.buttons] == [second, number, "Laporan baru"]
    chat.photo("bukti")  # more comes while the question stands open
    chat.tell("dan banyak korban", Intent.TAMBAHAN)
    chat.press(number)
    command = chat.done[-1]
    assert isinstance(command, AddToReport)
    assert (command.number, command.text) == (number, "tambahan: makin parah\ndan banyak korban")
    assert [file.id for file in command.files] == ["bukti"]


@pytest.mark.parametrize("answer", ["Tambahan", "ya", "Laporan baru", "laporan baru", "tidak"])
def test_the_same_kind_of_complaint_again_is_asked_about(answer: str) -> None:
    chat = Chat()
    number = chat.file()
    chat.tell("jalan bolong dekat sekolah di kranji", Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,))
    assert chat.at(Step.ADD)
    typed = {"ya": Intent.YA, "tidak": Intent.TIDAK, "laporan baru": Intent.BUKAN_LAPORAN}.get(answer)
    chat.tell(answer, typed) if typed else chat.press(answer)
    if answer in ("Tambahan", "ya"):
        assert chat.done[-1] == AddToReport(number, "jalan bolong dekat sekolah di kranji")
    else:
        draft = chat.conversation.draft
        assert draft is not None
        assert (draft.category, draft.kelurahan) == ("jalan_rusak", "01")  # as first understood


def test_chit_chat_at_that_question_asks_it_again() -> None:
    chat = Chat()
    chat.file()
    chat.tell("jalan bolong dekat sekolah di kranji", Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,))
    chat.tell("wkwk", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.ADD)
    chat.share()
    assert chat.at(Step.ADD)


def test_another_kind_or_a_later_complaint_is_a_new_report() -> None:
    chat = Chat()
    chat.file()
    chat.complain("lampu mati di kranji", "pju")
    assert chat.conversation.draft is not None
    later = Chat()
    later.file()
    later.now += timedelta(days=3)
    later.complain()
    assert later.conversation.draft is not None


def test_a_picture_right_after_filing_belongs_to_that_report() -> None:
    chat = Chat()
    number = chat.file()
    chat.photo("bukti")
    assert isinstance(chat.done[-1], AddToReport)
    assert chat.done[-1].number == number


def test_a_later_picture_is_asked_about() -> None:
    chat = Chat()
    chat.file()
    chat.now += timedelta(hours=2)
    chat.photo("bukti")
    assert chat.at(Step.ADD)
    chat.press("Laporan baru")
    assert chat.at(Step.WHAT)
    assert chat.conversation.draft is not None
    assert [file.id for file in chat.conversation.draft.files] == ["bukti"]


@pytest.mark.parametrize("with_picture", [False, True])
def test_an_officers_question_is_answered_by_the_next_words_or_picture(with_picture: bool) -> None:
    chat = Chat()
    number = chat.file()
    chat.now += timedelta(days=1)
    chat.set(number, "menunggu_warga")
    chat.photo("tiang") if with_picture else chat.tell("tiang nomor 12", Intent.BUKAN_LAPORAN)
    assert isinstance(chat.done[-1], AddToReport)
    assert "jawaban Anda sudah saya teruskan" in chat.text


def test_a_clearly_different_complaint_after_an_officers_question_is_asked_about() -> None:
    chat = Chat()
    number = chat.file()
    chat.set(number, "menunggu_warga")
    chat.complain("sampah menumpuk lima hari di kranji", "sampah")
    assert chat.at(Step.ADD)
    assert chat.reports[0].status == "menunggu_warga"
    chat.press("Laporan baru")
    assert chat.conversation.draft is not None
    assert "sampah" in chat.conversation.draft.text


@pytest.mark.parametrize(
    ("answer", "gone"), [("Ya, tarik", True), ("Jangan", False), ("ya", True), ("tidak", False)]
)
def test_withdrawing_is_asked_for_and_done_or_left(answer: str, gone: bool) -> None:
    chat = Chat()
    number = chat.file()
    chat.tell("batal", Intent.BATAL)
    assert number in chat.text
    intent = {"ya": Intent.YA, "tidak": Intent.TIDAK}.get(answer)
    chat.tell(answer, intent) if intent else chat.press(answer)
    assert (Withdraw(number) in chat.done) is gone
    assert chat.at(Step.IDLE)


def test_withdrawing_one_of_several_by_button_or_number() -> None:
    chat = Chat()
    number = chat.file()
    chat.file("lampu mati di kranji", "pju")
    chat.tell("batal", Intent.BATAL)
    chat.press(number)
    chat.press("Ya, tarik")
    assert chat.done[-1] == Withdraw(number)
    chat.tell(f"batalkan laporan saya yang {number} ya", Intent.BATAL, number=number)
    assert "tidak bisa ditarik lagi" in chat.text
    chat.tell("batalkan laporan saya yang BKS-2611-00099 ya", Intent.BATAL, number="BKS-2611-00099")
    assert "tidak menemukan" in chat.text
    third = chat.file("sampah di kranji", "sampah")
    chat.tell("batal", Intent.BATAL)
    chat.tell(third, Intent.STATUS, number=third)  # asking for one aside keeps the question open
    assert chat.at(Step.WITHDRAW)


def test_a_complaint_instead_of_an_answer_about_withdrawing_is_taken() -> None:
    chat = Chat()
    chat.file()
    chat.tell("batal", Intent.BATAL)
    chat.tell("hmm", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.WITHDRAW)
    chat.tell("lampu mati juga nih pak", Intent.LAPOR, ("pju", 0.9))
    assert chat.conversation.draft is not None
    assert not any(isinstance(command, Withdraw) for command in chat.done)


def test_cancelling_a_draft_a_side_question_or_nothing() -> None:
    chat = Chat()
    chat.tell("batal", Intent.BATAL)
    assert "Tidak ada laporan yang sedang diisi" in chat.text
    chat.complain()
    chat.tell("batal", Intent.BATAL)
    assert chat.conversation.draft is None
    chat.tell("siapa namamu kawan baik", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.MAYBE)
    chat.tell("batal", Intent.BATAL)
    assert chat.text.startswith("Baik, tidak jadi.")
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize("answer", ["ya", "tidak", "Ya", "Tidak", "di kranji saja"])
def test_a_long_sentence_about_cancelling_is_asked_about_first(answer: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    chat.tell("kayaknya saya mau batalkan saja laporan ini", Intent.BATAL)
    assert chat.at(Step.DROP)
    match answer:
        case "ya" | "tidak":
            chat.tell(answer, Intent.YA if answer == "ya" else Intent.TIDAK)
        case "di kranji saja":
            chat.tell(answer, Intent.LAPOR, places=(KRANJI,))
            assert chat.conversation.draft is not None
            assert chat.conversation.draft.kelurahan == "01"
        case _:
            chat.press(answer)
    assert (chat.conversation.draft is None) is (answer.lower() == "ya")


def finished(days: int = 1) -> tuple[Chat, str]:
    chat = Chat()
    number = chat.file()
    chat.set(number, "selesai", resolved_at=chat.now)
    chat.now += timedelta(days=days)
    return chat, number


@pytest.mark.parametrize("how", ["button", "words"])
def test_done_indeed_closes_the_report(how: str) -> None:
    chat, number = finished()
    chat.press_id(f"done:{number}") if how == "button" else chat.tell("sudah", Intent.YA)
    assert chat.done[-1] == Accept(number)
    chat.press_id(f"done:{number}")
    assert chat.done.count(Accept(number)) == 1
    assert "sudah ditutup" in chat.text


@pytest.mark.parametrize("how", ["button", "words"])
def test_not_done_asks_why_and_reopens_with_the_reason(how: str) -> None:
    chat, number = finished()
    chat.press_id(f"undone:{number}") if how == "button" else chat.tell("belum", Intent.TIDAK)
    chat.tell("ya", Intent.YA)
    assert chat.at(Step.REOPEN)
    chat.photo("bukti")
    chat.tell("masih bolong di sisi kiri", Intent.LAPOR)
    assert chat.done[-2] == Reopen(number, "masih bolong di sisi kiri")
    assert isinstance(chat.done[-1], AddToReport)


def test_the_reason_may_be_a_pictures_caption() -> None:
    chat, number = finished()
    chat.press_id(f"undone:{number}")
    chat.photo("bukti", "masih bolong lagi", understood("masih bolong lagi", Intent.LAPOR))
    assert chat.done[-2] == Reopen(number, "masih bolong lagi")


def test_not_done_after_fourteen_days_leads_to_a_new_report() -> None:
    chat, number = finished(days=15)
    chat.press_id(f"undone:{number}")
    assert "14 hari" in chat.text
    assert chat.at(Step.IDLE)


def test_changing_ones_mind_about_reopening_does_nothing() -> None:
    for answer in ("Tidak jadi", "batal"):
        chat, number = finished()
        chat.press_id(f"undone:{number}")
        chat.press(answer) if answer == "Tidak jadi" else chat.tell(answer, Intent.BATAL)
        assert chat.reports[0].status == "selesai"
        assert chat.text.startswith("Baik, tidak jadi.")
        assert chat.at(Step.IDLE)


def test_a_report_reopened_elsewhere_meanwhile_is_not_reopened_again() -> None:
    chat, number = finished()
    chat.press_id(f"undone:{number}")
    chat.set(number, "diproses", resolved_at=None)
    chat.tell("masih bolong di sisi kiri", Intent.LAPOR)
    assert not any(isinstance(command, Reopen) for command in chat.done)
    assert "sebelumnya" in chat.text
    chat.press_id(f"undone:{number}")
    assert "sebelumnya" in chat.text


@pytest.mark.parametrize("action", ["done", "undone"])
def test_buttons_about_somebody_elses_report_do_nothing(action: str) -> None:
    chat = Chat()
    chat.press_id(f"{action}:BKS-2611-00077")
    assert "tidak menemukan" in chat.text
    assert not chat.done


def test_saying_done_in_the_middle_of_a_draft_keeps_the_draft() -> None:
    chat, number = finished()
    chat.now += timedelta(days=3)
    chat.complain()
    draft = chat.conversation.draft
    chat.press_id(f"undone:{number}")
    chat.tell("masih bolong di sisi kiri", Intent.LAPOR)
    assert chat.conversation.draft == draft
    assert chat.at(Step.PHOTO)


def test_a_report_finished_while_withdrawing_was_asked_is_not_withdrawn() -> None:
    chat = Chat()
    number = chat.file()
    chat.tell("batal", Intent.BATAL)
    chat.set(number, "selesai", resolved_at=NOW)
    chat.press("Ya, tarik")
    assert "tidak bisa ditarik lagi" in chat.text
    assert Withdraw(number) not in chat.done


def test_a_number_in_a_sentence_answers_which_one_to_withdraw() -> None:
    chat = Chat()
    number = chat.file()
    chat.file("lampu mati di kranji", "pju")
    chat.tell("batal", Intent.BATAL)
    chat.tell(f"yang mau saya tarik itu laporan {number} saja", Intent.LAPOR, number=number)
    chat.tell("ya", Intent.YA)
    assert chat.done[-1] == Withdraw(number)


def test_a_strange_number_does_not_answer_which_report_is_meant() -> None:
    chat = Chat()
    chat.file()
    chat.file("lampu mati di kranji", "pju")
    chat.tell("tambahan: makin parah", Intent.TAMBAHAN)
    chat.tell("ke laporan yang nomornya BKS-2611-00099 itu pak", Intent.TAMBAHAN, number="BKS-2611-00099")
    assert "tidak menemukan" in chat.text
    assert chat.at(Step.ADD)
