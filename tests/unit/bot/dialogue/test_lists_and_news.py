"""Lists of kelurahan, plates beside a refused picture, news that nobody waits for, answers asked for."""

import pytest

from bot.dialogue.questions_asked import asked, passed_on, urges
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Step
from bot.dialogue.topics.rescue import safe_now
from nlu.places import find_places, read_places
from nlu.understand import gazetteer
from nlu.where import resolve
from tests.unit.bot.dialogue.test_danger import Resident, at


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("banjir di kranji, bintara, dan kota baru", {"Kranji", "Bintara", "Kota Baru"}),
        ("got mampet di jatiluhur sama di jatisari", {"Jatiluhur", "Jatisari"}),
        ("pju mati di pengasinan serta sepanjang jaya", {"Pengasinan", "Sepanjang Jaya"}),
    ],
)
def test_of_a_list_none_is_taken(text: str, names: set[str]) -> None:
    where = resolve(read_places(text, gazetteer()), gazetteer().names)
    assert where.kelurahan is None
    assert {gazetteer().names[code] for code in where.offered} == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jl raya hankam, jatirahayu, pondok melati", "Jatirahayu"),
        ("perum satu, margahayu, bekasi timur", "Margahayu"),
    ],
)
def test_an_address_still_ends_with_its_kelurahan(text: str, name: str) -> None:
    where = resolve(read_places(text, gazetteer()), gazetteer().names)
    assert gazetteer().names[where.kelurahan or ""] == name


def test_a_colour_is_no_name_of_a_factory() -> None:
    assert [
        p.name for p in find_places("asep pabrik ireng masuk kamar", gazetteer()) if "Ireng" in p.name
    ] == []


def test_a_plate_beside_a_refused_picture_is_kept() -> None:
    chat = at("place").write("ga sempet foto, platnya B 9123 KXX")
    assert chat.conversation.draft is not None
    assert "B 9123 KXX" in f"{chat.conversation.draft.text} {chat.conversation.draft.answers}"


@pytest.mark.parametrize("text", ["ya insya allah benar, kirim", "bismillah kirim", "insyaallah, kirim aja"])
def test_pious_words_send_as_well(text: str) -> None:
    assert reading_of(text) is Reading.SEND


@pytest.mark.parametrize("text", ["tolong infoin kalo sudah beres", "nanti dikabarin ya kalau selesai"])
def test_who_wants_to_be_told_is(text: str) -> None:
    assert asked(text) == "track"


@pytest.mark.parametrize("text", ["jawab dong min", "bales woi", "respon donk"])
def test_an_answer_is_asked_for(text: str) -> None:
    assert urges(text)


def test_who_has_no_report_and_asks_for_an_answer_is_told_so() -> None:
    chat = Resident().write("jawab dong min")
    assert chat.at(Step.IDLE)
    assert "belum punya laporan" in chat.spoken


@pytest.mark.parametrize("text", ["alhamdulillah airnya udah nyala", "akhirnya pjunya sudah nyala"])
def test_what_is_well_again_starts_no_report(text: str) -> None:
    chat = Resident().write(text)
    assert chat.conversation.draft is None
    assert "Syukurlah" in chat.spoken


def test_whether_it_is_true_is_asked_of_a_rumour() -> None:
    assert passed_on("bener ga tuh pak")
    assert not passed_on("bener ga alamatnya segitu")


@pytest.mark.parametrize("text", ["she is out now", "they're all safe"])
def test_they_are_out(text: str) -> None:
    assert safe_now(text)
