"""Things that are no places, a fall into what is reported, denials, anger at reporting, being misread."""

import pytest

from bot.dialogue.commands import FileReport
from bot.dialogue.place_said import THING
from bot.dialogue.questions_asked import asked, vents
from bot.dialogue.state import Step
from bot.dialogue.topics.rescue import safe_now
from bot.dialogue.topics.several import _IS_NOT
from nlu.danger import detect_danger
from nlu.own_life import of_own_life
from nlu.praise import thanks_for_work
from nlu.understand import assemble
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize("text", ["tiang miring", "sampah numpuk tinggi", "got mampet", "lubang gede"])
def test_a_thing_is_no_place(text: str) -> None:
    assert THING.match(text)


@pytest.mark.parametrize("text", ["taman kota", "lampu merah bulak kapal", "pohon beringin deket masjid"])
def test_a_thing_that_marks_a_place_is_one(text: str) -> None:
    assert not THING.match(text)


def test_who_falls_into_what_is_being_reported_is_there() -> None:
    chat = Resident().write("ada lubang galian di kelurahan kranji")
    chat.write("astaga ada bapak kejeblos ke galian itu, ga bisa keluar, tolong")
    filed = [done.draft for done in chat.did(FileReport) if isinstance(done, FileReport)]
    assert [draft.kelurahan for draft in filed] == ["32.75.02.1002"]
    assert not chat.at(Step.RESCUE)


@pytest.mark.parametrize("text", ["udah ketolong bu", "sudah diselamatkan warga", "udah keangkat"])
def test_who_was_pulled_out_is_safe(text: str) -> None:
    assert safe_now(text)


@pytest.mark.parametrize("text", ["udah diangkat tapi ga sadar", "belum ketolong"])
def test_who_is_still_ill_or_in_there_is_not(text: str) -> None:
    assert not safe_now(text)


@pytest.mark.parametrize("text", ["bukan got ya", "ini bukan pju", "not a flood"])
def test_what_it_is_not_is_no_matter(text: str) -> None:
    assert _IS_NOT.match(text)


@pytest.mark.parametrize(
    "text", ["males lapor lagi ah", "udah berkali kali ngadu", "lapor mulu tapi ga ada tindakan"]
)
def test_anger_at_reporting_is_vented(text: str) -> None:
    assert vents(text)


@pytest.mark.parametrize(
    "text", ["udah berkali kali lapor lampu jalan mati", "jalan bolong udah lapor dua kali"]
)
def test_anger_with_a_matter_is_heard_for_it(text: str) -> None:
    assert not vents(text)


@pytest.mark.parametrize("text", ["botnya bego", "admin ga nyambung", "you don't understand me"])
def test_who_was_misread(text: str) -> None:
    assert asked(text) == "misread"


@pytest.mark.parametrize("text", ["nama saya bakal ditulis ga di situ", "kalo lapor namaku diumumin ga"])
def test_whether_names_are_shown_is_asked(text: str) -> None:
    assert asked(text) == "privacy"


@pytest.mark.parametrize(
    "text",
    ["ini rahasia kan pak", "siapa aja yang bisa baca laporan saya", "camatnya bisa liat ga nanti",
     "dirahasiain ga", "tetangga bakal tau ga ya", "apa bos saya tau kalau saya yang lapor"],
)  # fmt: skip
def test_who_may_read_it_is_asked(text: str) -> None:
    assert asked(text) == "privacy"


@pytest.mark.parametrize(
    "text",
    ["rahasia ya pak", "pak rw udah tau tapi ga ditindak", "orang pada tau jalan itu rusak tapi diem aja"],
)
def test_a_wish_and_a_complaint_are_no_question_of_who_reads(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    ["data saya aman ga nih", "aman ga data saya", "identitas saya dijaga kan", "nomor saya aman kan ya"],
)
def test_whether_data_are_safe_is_asked_and_hides_nothing(text: str) -> None:
    assert asked(text) == "privacy"
    assert not assemble(text, (), engine="uji").tact.hide


def test_data_that_shall_be_kept_safe_are_hidden() -> None:
    assert assemble("tolong identitas saya dijaga", (), engine="uji").tact.hide


@pytest.mark.parametrize(
    "text", ["kalo udah beres dikabarin kan?", "ntar dikabari lagi ga", "nanti ada notifnya ga"]
)
def test_whether_one_is_told_is_asked(text: str) -> None:
    assert asked(text) == "track"


def test_thanks_for_a_report_made_elsewhere() -> None:
    assert thanks_for_work("makasih ya, laporan kemarin udah ditangani")
    assert not thanks_for_work("makasih laporan saya belum selesai")


@pytest.mark.parametrize(
    "text",
    [
        "nenek sebelah tinggal sendirian dari kemarin dipanggil ga nyaut",
        "tetangga kos udah dua hari ga keluar kamar, bau banget dari dalem",
    ],
)
def test_who_lives_alone_and_does_not_answer(text: str) -> None:
    found = detect_danger(text)
    assert found is not None
    assert found.kind == "kecelakaan"


def test_a_street_that_smells_is_not_that() -> None:
    assert detect_danger("bau busuk dari got, warga ga keluar rumah") is None


def test_the_weather_is_small_talk() -> None:
    assert of_own_life("hujan terus ya min, males kemana mana")
