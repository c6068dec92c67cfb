"""Words meant for a driver, an earthquake asked after, what is lost, details that are no other matter."""

import pytest

from bot.dialogue.commands import CallOperator
from bot.dialogue.danger_words import LOST_ONESELF
from bot.dialogue.questions_asked import asked, loses
from bot.dialogue.state import Step
from bot.dialogue.topics.several import _OWN_HARM
from bot.dialogue.topics.small_talk import _FOR_A_DRIVER
from nlu.danger import detect_danger
from nlu.own_life import of_own_life
from nlu.tact import detect_tact
from tests.unit.bot.dialogue.test_danger import at


@pytest.mark.parametrize(
    "text",
    [
        "paket saya kapan dikirim ya",
        "bang grab udah dimana",
        "gofood kok lama",
        "kurirnya posisi mana",
    ],
)
def test_a_driver_is_meant(text: str) -> None:
    assert _FOR_A_DRIVER.search(text)


@pytest.mark.parametrize("text", ["ojol mangkal nutup trotoar stasiun", "kurir parkir sembarangan tiap hari"])
def test_what_drivers_do_is_a_matter(text: str) -> None:
    assert not _FOR_A_DRIVER.search(text)


@pytest.mark.parametrize("text", ["tadi kerasa gempa ya", "barusan gempa kah", "was that an earthquake"])
def test_an_earthquake_is_asked_after(text: str) -> None:
    assert asked(text) == "quake"


def test_hours_with_short_words() -> None:
    assert asked("puskesmas tutup jam brp kalo sabtu") == "hours"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sepeda lipat saya hilang di taman", "vehicle"),
        ("mobil tetangga raib semalem", "vehicle"),
        ("spion motor saya hilang", ""),
        ("motor saya dicuri di kontrakan", ""),
    ],
)
def test_a_vehicle_that_is_gone(text: str, what: str) -> None:
    assert loses(text) == what


@pytest.mark.parametrize("text", ["nak emak lupa alamat rumah, deket masjid gede", "saya nyasar pak, tolong"])
def test_who_writes_is_lost(text: str) -> None:
    assert LOST_ONESELF.search(text)


@pytest.mark.parametrize("text", ["anak saya nyasar belum pulang", "nenek tetangga lupa jalan pulang"])
def test_somebody_else_is_lost(text: str) -> None:
    assert not LOST_ONESELF.search(text)


@pytest.mark.parametrize(
    "text", ["ban motor udah pecah dua kali", "anak saya sampe kepleset lecet", "pajak mah rajin ditagih"]
)
def test_what_came_of_a_matter_is_no_second_one(text: str) -> None:
    assert _OWN_HARM.search(text)


@pytest.mark.parametrize("text", ["lampu jalan mati juga", "pohon mau roboh", "anak tetangga suka balapan"])
def test_a_second_matter_stays_one(text: str) -> None:
    assert not _OWN_HARM.search(text)


@pytest.mark.parametrize("text", ["plat mobilnya B 1 KRA warna hitam ya", "rekeningnya atas nama budi"])
def test_what_identifies_belongs_to_the_report(text: str) -> None:
    chat = at("photo")
    chat.write(text)
    assert not chat.at(Step.OTHER)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the water is rising inside and my mother is in a wheelchair", "terjebak"),
        ("flood water coming into our house, we have a newborn, help", "terjebak"),
    ],
)
def test_weak_people_in_rising_water_in_english(text: str, kind: str) -> None:
    found = detect_danger(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text", ["saya takut disebut", "takut nama saya kesebar", "takut mereka ngenalin saya"]
)
def test_fear_of_being_named_hides(text: str) -> None:
    assert detect_tact(text).hide


@pytest.mark.parametrize("text", ["suami nganggur udah lama, susah nyari kerja", "motor saya ilang di kos"])
def test_trouble_of_ones_own_is_no_small_talk(text: str) -> None:
    assert not of_own_life(text)


def test_a_lone_number_at_finished_work_is_asked_about() -> None:
    chat = at("filed")
    chat.set(chat.reports[-1].number, "selesai")
    chat.write("2")
    assert "nilai 2" in chat.spoken
    assert len(chat.buttons) == 2
    assert not chat.did(CallOperator)
