"""Life and dignity first: each danger its own way, at every step, and nothing said is lost."""

import re
from dataclasses import replace

import pytest
import yaml

from bot.dialogue.commands import (
    AddToReport,
    CallOperator,
    CancelCall,
    Command,
    FileReport,
    Identify,
    TellOperator,
)
from bot.dialogue.state import Step
from bot.dialogue.types import FileRef, Incoming
from bot.messages import FOLDER, say
from nlu.types import Ranked
from nlu.understand import assemble
from routing.city.dangers import BadDangers, read
from tests.servers import ROOT
from tests.unit.bot.dialogue.chat import DATA, INSIDE, OUTSIDE, Chat

NUMBER = re.compile(r"BKS-\d{4}-\d+")
STEPS = {
    "idle": (),
    "photo": ("ada lubang jalan di kelurahan kranji",),
    "place": ("sampah menumpuk banyak sekali",),
    "confirm": ("ada lubang jalan di kelurahan kranji", "lewati"),
    "filed": ("ada lubang jalan di kelurahan kranji", "lewati", "kirim"),
}


class Resident(Chat):
    """A chat in which the rules understand the words as they would outside."""

    def write(self, text: str) -> "Resident":
        code = next((c for w, c in (("lubang", "jalan_rusak"), ("sampah", "sampah")) if w in text), "lainnya")
        understood = assemble(text, (Ranked(code, 0.9 if code != "lainnya" else 0.2),), engine="tangan")
        self.count += 1
        message = Incoming("web", f"m{self.count}", "s", self.now, text=text)
        self.take(message, understood)
        return self

    @property
    def spoken(self) -> str:
        return "\n".join(reply.text for reply in self.last)

    def did(self, kind: type[Command]) -> list[Command]:
        return [command for command in self.done if isinstance(command, kind)]


def at(step: str) -> Resident:
    chat = Resident()
    for text in STEPS[step]:
        chat.write(text)
    return chat


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("text", ["aku pengen mati aja", "adik saya mau bunuh diri"])
def test_a_wish_to_die_is_met_by_a_human_tone_whatever_was_asked(step: str, text: str) -> None:
    chat = at(step)
    before = len(chat.did(FileReport))
    chat.write(text)
    assert chat.at(Step.LISTEN)
    assert "119 ext. 8" in chat.spoken
    assert "112" in chat.spoken
    assert not chat.buttons
    assert not NUMBER.search(chat.spoken)
    assert len(chat.did(FileReport)) == before
    assert chat.done[-1] == CallOperator("bunuh_diri", text, other=text.startswith("adik"))


def test_the_talk_stays_open_hands_every_word_on_and_never_repeats_itself() -> None:
    chat = Resident().write("aku capek hidup")
    said = [chat.spoken]
    for text in ("utang pinjol", "istri pergi", "ga tau lagi", "sampah semua orang", "hmm", "iya", "kemarin"):
        chat.write(text)
        assert chat.done[-1] == TellOperator(text)
        assert chat.spoken != said[-1]
        assert not chat.buttons
        assert not NUMBER.search(chat.spoken)
        assert "119 ext. 8" in chat.spoken
        said.append(chat.spoken)
    assert chat.at(Step.LISTEN)


@pytest.mark.parametrize("no", ["jangan", "jangan kasih tau petugas", "ga usah panggil siapa siapa ya"])
def test_who_does_not_want_an_officer_gets_none_and_is_still_listened_to(no: str) -> None:
    chat = Resident().write("aku mau bunuh diri").write(no)
    assert chat.done[-1] == CancelCall()
    assert chat.at(Step.LISTEN)
    assert "119 ext. 8" in chat.spoken


def test_please_do_not_leave_me_is_no_refusal() -> None:
    chat = Resident().write("aku mau bunuh diri").write("jangan tinggalin aku")
    assert chat.done[-1] == TellOperator("jangan tinggalin aku")


def test_once_an_officer_has_answered_the_machine_only_hands_on() -> None:
    chat = Resident().write("aku mau bunuh diri")
    chat.more = {"operator_answers": True}
    chat.write("iya pak, saya di rumah")
    assert chat.last == ()
    assert chat.done[-1] == TellOperator("iya pak, saya di rumah")


def test_after_the_talk_the_draft_goes_on() -> None:
    chat = at("photo").write("aku pengen mati aja").write("makasih, saya udah tenang")
    assert chat.at(Step.PHOTO)


@pytest.mark.parametrize("step", STEPS)
def test_who_is_trapped_is_asked_for_the_position_and_nothing_else(step: str) -> None:
    chat = at(step).write("tolong kami terjebak banjir, air sedada")
    assert chat.at(Step.RESCUE)
    assert "112" in chat.spoken
    assert chat.last[-1].ask_location
    assert "foto" not in chat.spoken.lower()


def test_every_later_word_of_the_trapped_is_kept_and_told() -> None:
    chat = Resident().write("kejebak banjir di lantai 2").write("ada bayi 2 bulan")
    chat.share()
    filed = chat.did(FileReport)[-1]
    assert isinstance(filed, FileReport)
    assert filed.draft.text == "kejebak banjir di lantai 2\nada bayi 2 bulan"
    assert filed.draft.emergency == "terjebak"
    number = chat.reports[-1].number
    for text in ("hp tinggal 5 persen", "tolong cepat", "di genteng kontrakan"):
        chat.write(text)
        assert AddToReport(number, text) in chat.done
        assert chat.done[-1] == TellOperator(text)
        assert "112" in chat.spoken


def test_the_second_answer_files_even_without_a_known_place() -> None:
    chat = (
        Resident()
        .write("terjebak banjir di lantai 2")
        .write("di rumah hijau")
        .write("yang dekat pohon besar")
    )
    assert len(chat.did(FileReport)) == 1


def test_a_position_shared_later_goes_to_who_helps() -> None:
    chat = Resident().write("tolong kami terjebak banjir di kranji lantai 2")
    chat.share()
    assert len(chat.did(FileReport)) == 1
    assert chat.did(AddToReport) == [AddToReport(chat.reports[-1].number, "-6.23000, 106.98000")]
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize("step", ["idle", "photo", "confirm"])
def test_a_cry_under_a_picture_is_a_cry(step: str) -> None:
    chat = at(step)
    text = "aku mau mati"
    understood = assemble(text, (Ranked("lainnya", 0.2),), engine="tangan")
    message = Incoming("web", "gambar", "s", chat.now, kind="photo", text=text, files=(FileRef("f"),))
    chat.take(message, understood)
    assert chat.at(Step.LISTEN)
    assert "119 ext. 8" in chat.spoken


def test_a_cry_in_a_voice_message_is_a_cry() -> None:
    text = "tolong kami terjebak banjir di lantai dua"
    chat = at("photo")
    understood = assemble(text, (Ranked("lainnya", 0.2),), engine="tangan")
    chat.take(Incoming("web", "suara", "s", chat.now, kind="transcript", text=text), understood)
    assert chat.at(Step.RESCUE)


def test_outside_the_city_the_trapped_are_not_turned_away() -> None:
    chat = Resident().write("terjebak banjir di lantai 2")
    chat.share(OUTSIDE)
    assert len(chat.did(FileReport)) == 1


def test_what_lay_parked_waits_until_they_are_safe() -> None:
    chat = at("photo").write("tolong kami terjebak banjir, air sedada")
    chat.share(INSIDE)
    assert chat.at(Step.IDLE)
    chat.write("sudah dievakuasi pak")
    assert chat.at(Step.PHOTO)


@pytest.mark.parametrize("text", ["suami saya mukulin saya", "saya dilecehkan di angkot"])
@pytest.mark.parametrize("step", ["idle", "photo", "place"])
def test_violence_is_secret_by_default_and_no_picture_is_asked_for(step: str, text: str) -> None:
    chat = at(step).write(text)
    for number in ("110", "112", "119", "129", "DP3A"):
        assert number in chat.spoken
    assert "rahasia" in chat.spoken
    chat.press("Catat laporannya")
    chat.press("Kirim")
    filed = chat.did(FileReport)[-1]
    assert isinstance(filed, FileReport)
    assert filed.draft.privacy == "rahasia"
    assert filed.draft.text == text


def test_a_bare_cry_is_asked_one_question_with_the_number_in_front() -> None:
    chat = Resident().write("tolong")
    (reply,) = chat.last
    assert reply.text.index("112") < reply.text.index("?")
    assert reply.text.count("?") == 1
    first = reply.text
    chat.write("tolong!!")
    assert chat.spoken != first
    assert chat.did(CallOperator) == [CallOperator("tolong", "tolong!!")]


def test_a_cry_in_the_middle_of_a_report_loses_nothing() -> None:
    chat = at("photo").write("tolong")
    assert "112" in chat.last[0].text
    assert chat.at(Step.PHOTO)


@pytest.mark.parametrize("kind", ["gas", "keracunan", "anak_hilang", "kebakaran"])
def test_every_other_danger_has_its_number_first_and_an_operator(kind: str) -> None:
    words = {
        "gas": "gas bocor di dapur", "keracunan": "warga keracunan massal",
        "anak_hilang": "anak saya hilang di pasar", "kebakaran": "kebakaran di rumah tetangga",
    }  # fmt: skip
    chat = Resident().write(words[kind])
    assert chat.last[0].dial
    assert chat.did(CallOperator) == [CallOperator(kind, words[kind])]


def test_the_dead_are_mourned_once_and_no_picture_is_asked_for() -> None:
    chat = Resident().write("bapak saya meninggal jatuh di lubang jalan kranji")
    assert "berduka" in chat.last[0].text
    assert not chat.at(Step.PHOTO)
    chat.write("almarhum umur 60")
    assert "berduka" not in chat.spoken


@pytest.mark.parametrize("step", ["photo", "place", "confirm"])
@pytest.mark.parametrize(
    "wish", ["jangan sampai ketahuan saya yang lapor", "nama saya jangan disebut", "anonim aja"]
)
def test_secrecy_is_honoured_at_every_step(step: str, wish: str) -> None:
    chat = at(step).write(wish)
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "anonim"
    assert wish not in chat.conversation.draft.text


def test_secrecy_in_the_first_message_and_after_filing() -> None:
    chat = Resident().write("ada lubang jalan di kelurahan kranji, tapi jangan bilang bilang saya yang lapor")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "anonim"
    chat = at("filed").write("saya takut ketahuan, tolong rahasiakan nama saya")
    assert chat.done[-1] == Identify(chat.reports[-1].number, "anonim", "")


def test_a_complaint_of_an_office_is_secret_and_says_so() -> None:
    chat = Resident().write("lurah minta uang 200 ribu untuk tanda tangan di kranji")
    assert "rahasia" in chat.spoken
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "rahasia"
    assert chat.conversation.draft.accuses == "kelurahan"


def test_who_wants_it_public_all_the_same_is_heard() -> None:
    chat = Resident().write("lurah minta uang 200 ribu untuk tanda tangan di kranji").write("identitas biasa")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.privacy == "biasa"


def test_danger_is_never_told_to_come_back_tomorrow() -> None:
    chat = at("filed")
    chat.more = {"most_a_day": 1}
    chat.write("tolong kami terjebak banjir di kranji lantai 2")
    assert len(chat.did(FileReport)) == 2


def test_every_number_that_is_said_is_in_the_citys_data() -> None:
    given = yaml.safe_load((DATA / "emergency.yml").read_text(encoding="utf-8"))
    known = {number for name in given["numbers"] for number in re.findall(r"\d{3}", name)}
    for name in ("id.ftl", "en.ftl"):
        keys = re.findall(
            r"^((?:danger|listen|rescue|filed-rescue)[\w-]*) =", (FOLDER / name).read_text(), re.M
        )
        for key in keys:
            text = say(name[:2], key, dial="112", number="", whose="own")
            assert set(re.findall(r"\b\d{3}\b", text)) <= known, key


def test_the_page_for_reviewers_holds_every_sentence() -> None:
    page = (
        (ROOT / "docs" / "bahasa-darurat.md").read_text(encoding="utf-8").replace("> ", "").replace(">", "")
    )
    given = yaml.safe_load((DATA / "emergency.yml").read_text(encoding="utf-8"))
    for key in re.findall(r"^((?:danger|listen|rescue)[\w-]*) =", (FOLDER / "id.ftl").read_text(), re.M):
        kind = given["kinds"].get(key.removeprefix("danger-").removeprefix("doubt-"), {})
        for whose in ("own", "other"):
            assert say("id", key, dial=kind.get("dial", "112"), whose=whose) in page, key
    assert all(number in page for number in given["numbers"])


@pytest.mark.parametrize(
    "change",
    [
        {"numbers": {"112": {"name": "x"}}},
        {"kinds": {"gas": {"way": "shout", "dial": "112", "numbers": ["112"]}}},
        {"kinds": {"gas": {"way": "file", "dial": "911", "numbers": ["911"]}}},
    ],
)
def test_a_number_without_source_or_an_unknown_way_is_refused(change: dict[str, object]) -> None:
    given = yaml.safe_load((DATA / "emergency.yml").read_text(encoding="utf-8"))
    with pytest.raises(BadDangers):
        read({**given, **change})


def test_a_conversation_in_danger_survives_a_restart() -> None:
    chat = Resident().write("aku mau mati")
    again = Resident(conversation=replace(chat.conversation))
    again.write("masih di sini")
    assert again.at(Step.LISTEN)
