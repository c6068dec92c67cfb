"""Danger half surely told of is asked about with the number in front; no list of categories, nothing lost."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import AddToReport, CallOperator, FileReport
from bot.dialogue.state import Step
from bot.dialogue.types import Incoming
from nlu.types import Emergency, Ranked
from nlu.understand import assemble
from tests.unit.bot.dialogue.chat import Chat

KINDS = {
    "bunuh_diri": "119 ext. 8", "terjebak": "112", "gas": "112", "keracunan": "119", "anak_hilang": "110",
    "kdrt": "110", "kekerasan_seksual": "110",
}  # fmt: skip
LATER = {
    "bunuh_diri": Step.LISTEN, "terjebak": Step.RESCUE, "gas": Step.EMERGENCY, "keracunan": Step.EMERGENCY,
    "anak_hilang": Step.EMERGENCY, "kdrt": Step.EMERGENCY, "kekerasan_seksual": Step.EMERGENCY,
}  # fmt: skip


class Resident(Chat):
    """A chat whose words are felt to tell of a kind of danger, in doubt."""

    def hint(
        self, text: str, kind: str | None = None, *, code: str = "lainnya", sure: bool = False
    ) -> "Resident":
        found = assemble(text, (Ranked(code, 0.9 if code != "lainnya" else 0.2),), engine="tangan")
        if kind:
            found = replace(found, emergency=Emergency(kind, text, sure=sure, felt=True))
        self.count += 1
        self.take(Incoming("web", f"m{self.count}", "s", self.now, text=text), found)
        return self

    @property
    def spoken(self) -> str:
        return "\n".join(reply.text for reply in self.last)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_doubt_is_asked_about_with_its_number_and_files_nothing(kind: str) -> None:
    chat = Resident().hint("gelap semua rasanya", kind)
    assert chat.at(Step.DOUBT)
    assert KINDS[kind] in chat.spoken.split("?")[0]
    assert "112" in chat.spoken
    assert not [done for done in chat.done if isinstance(done, FileReport)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_yes_takes_the_way_of_the_kind_with_all_that_was_said(kind: str) -> None:
    chat = Resident().hint("gelap semua rasanya", kind).hint("iya")
    assert chat.at(LATER[kind])
    call = next(done for done in chat.done if isinstance(done, CallOperator))
    assert call.kind == kind
    assert "gelap semua rasanya" in call.text


@pytest.mark.parametrize("answer", ["ga tau", "aku bingung", "tidak ada yang peduli", "iya"])
def test_whoever_may_wish_to_die_is_listened_to_whatever_they_answer(answer: str) -> None:
    chat = Resident().hint("gelap semua rasanya", "bunuh_diri")
    assert not chat.buttons
    chat.hint(answer)
    assert chat.at(Step.LISTEN)


@pytest.mark.parametrize("answer", ["bukan", "bukan, ini soal lampu"])
def test_was_it_about_something_else_it_goes_on_as_at_first(answer: str) -> None:
    chat = Resident().hint("gelap semua di kranji", "bunuh_diri", code="pju").hint(answer, code="pju")
    assert chat.conversation.draft is not None
    assert "gelap semua di kranji" in chat.conversation.draft.text
    assert chat.conversation.draft.category == "pju"
    assert not [done for done in chat.done if isinstance(done, CallOperator)]


def test_what_is_plainly_of_the_street_was_about_something_else() -> None:
    chat = Resident().hint("saya ragu, takut dibilang cepu", "bunuh_diri")
    chat.hint("ada tumpukan sampah bau di kelurahan kranji", code="sampah")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.category == "sampah"
    assert not [done for done in chat.done if isinstance(done, CallOperator)]


def test_who_was_listened_to_may_report_the_street_and_the_officer_stays_called() -> None:
    chat = Resident().hint("saya sudah tidak sanggup", "bunuh_diri", sure=True)
    assert chat.at(Step.LISTEN)
    chat.hint("ada tumpukan sampah bau di kelurahan kranji", code="sampah")
    assert chat.conversation.draft is not None
    assert [done for done in chat.done if isinstance(done, CallOperator)]


def test_trouble_of_a_life_is_listened_to_though_an_office_has_it() -> None:
    chat = Resident().hint("gelap semua rasanya", "bunuh_diri")
    chat.hint("ktp saya ditolak terus di mana mana", code="kependudukan")
    assert chat.at(Step.LISTEN)


def test_what_is_of_the_street_denies_no_other_danger() -> None:
    chat = Resident().hint("airnya udah tinggi sekali", "terjebak")
    chat.hint("banjir di kelurahan kranji", code="banjir")
    filed = next(done for done in chat.done if isinstance(done, FileReport))
    assert filed.draft.emergency == "terjebak"


def test_who_thanks_after_a_cry_is_let_go_with_the_number() -> None:
    chat = Resident().hint("tolong", "tolong", sure=True)
    assert chat.at(Step.CRY)
    chat.hint("makasih ya")
    assert chat.at(Step.IDLE)
    assert "112" in chat.spoken


def test_a_no_beside_a_draft_keeps_the_words_in_it() -> None:
    chat = Resident().hint("ada lubang jalan di kelurahan kranji", code="jalan_rusak")
    step = chat.conversation.step
    chat.hint("anak saya di sana hampir ga selamat", "terjebak").hint("tidak")
    assert chat.conversation.draft is not None
    assert "hampir ga selamat" in chat.conversation.draft.text
    assert chat.at(step)


def test_violence_in_doubt_is_secret_once_it_is_told() -> None:
    chat = Resident().hint("dia begitu lagi tadi malam", "kdrt").hint("iya, saya takut")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "rahasia"
    assert "saya takut" in chat.conversation.draft.text


def test_told_surely_while_in_doubt_the_words_before_belong_to_it() -> None:
    chat = (
        Resident()
        .hint("airnya udah tinggi sekali", "gas")
        .hint("kami kejebak di atap", "terjebak", sure=True)
    )
    assert chat.at(Step.RESCUE)
    assert chat.conversation.draft is not None
    assert "airnya udah tinggi sekali" in chat.conversation.draft.text


def test_after_a_cry_for_help_no_second_question_stands_in_the_way() -> None:
    chat = Resident().hint("tolong!").hint("airnya udah tinggi sekali", "terjebak")
    assert chat.at(Step.RESCUE)


@pytest.mark.parametrize("sure", [True, False])
def test_a_few_words_at_a_question_of_the_draft_are_its_answer(sure: bool) -> None:
    chat = Resident().hint("sampah menumpuk banyak sekali", code="sampah")
    assert chat.at(Step.PLACE)
    chat.hint("anak saya yang lihat", "anak_hilang", sure=sure)
    assert not [done for done in chat.done if isinstance(done, CallOperator)]
    assert not chat.at(Step.DOUBT)


@pytest.mark.parametrize(("sure", "numbers"), [(True, 1), (False, 0)])
def test_an_officers_question_gets_its_answer_whatever_only_the_sense_feels(sure: bool, numbers: int) -> None:
    chat = Resident()
    number = chat.file()
    chat.set(number, "menunggu_warga", asked_at=chat.now)
    chat.hint("gede banget pak, kaya kolam", "terjebak", sure=sure)
    (added,) = [done for done in chat.done if isinstance(done, AddToReport)]
    assert added.text == "gede banget pak, kaya kolam"
    assert (chat.at(Step.IDLE), chat.spoken.count("telepon 112 kapan saja")) == (True, numbers)
    chat.set(number, "diproses")  # nobody waits for an answer any more
    chat.hint("gede banget pak, kaya kolam", "terjebak", sure=sure)
    assert chat.at(Step.RESCUE if sure else Step.DOUBT)


def test_help_that_has_come_is_no_yes() -> None:
    chat = Resident().hint("asap tebal dari pabrik", "terjebak").hint("damkar udah dateng")
    assert chat.at(Step.DOUBT)
    assert not [done for done in chat.done if isinstance(done, FileReport)]
    held = chat.conversation.held
    assert held is not None
    assert held.draft is not None
    assert "damkar udah dateng" in held.draft.text


def test_what_is_only_felt_does_not_change_a_danger_that_is_spoken_of() -> None:
    listened = Resident().hint("hidupku berat", "bunuh_diri", sure=True)
    assert listened.hint("dia di kamar sendirian", "kekerasan_seksual", sure=True).at(Step.LISTEN)
    missing = Resident().hint("anak saya hilang", "anak_hilang", sure=True)
    missing.hint("baju merah celana kuning", "kekerasan_seksual", sure=True)
    assert missing.conversation.draft is not None
    assert missing.conversation.draft.emergency == "anak_hilang"


def test_a_wish_not_to_be_known_is_no_cry() -> None:
    chat = Resident().hint("ada lubang jalan", code="jalan_rusak")
    chat.hint("oiya tolong dirahasiain", "tolong", sure=True)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "anonim"
    assert "112" not in chat.spoken
