"""Pictures refused elsewhere, kinds called by name, pointless questions, who is out, bullying."""

import re

import pytest

from bot.dialogue.other_words import only_when
from bot.dialogue.questions_asked import vents
from bot.dialogue.state import Step
from bot.dialogue.topics.kind import _CALLS_IT
from bot.dialogue.topics.photo import _NO_PICTURE
from nlu.alarm import detect_alarm
from nlu.sense import Felt
from nlu.tact import detect_tact
from routing.domain.questions import BadQuestions, following, parse
from storage import yaml_files
from tests.unit.bot.dialogue.chat import DATA
from tests.unit.bot.dialogue.test_danger import Resident, at

PARKING = parse(yaml_files.read((DATA / "questions.yml").read_text(encoding="utf-8"))["parkir"])
FLOOD = parse(yaml_files.read((DATA / "questions.yml").read_text(encoding="utf-8"))["banjir_genangan"])


class Feels:
    """A sense that takes everything for the kind it is given."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def feel(self, text: str) -> Felt:
        return Felt(self.kind, 0.3)


@pytest.mark.parametrize(
    "text",
    ["ga bisa foto hp ngedrop", "ora iso moto", "gada gambarnya", "can't take a photo", "nope no pic"],
)
def test_a_picture_is_refused(text: str) -> None:
    assert _NO_PICTURE.search(text)


@pytest.mark.parametrize("text", ["fotonya ga jelas ya", "nanti saya foto", "petugas cuma foto doang"])
def test_a_picture_spoken_of_is_not_refused(text: str) -> None:
    assert not _NO_PICTURE.search(text)


def test_refused_where_the_place_is_asked_it_is_not_asked_for_later() -> None:
    chat = at("place").write("ga punya foto ya pak")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.photo_asked
    chat.write("di kelurahan kranji")
    assert not chat.at(Step.PHOTO)


def test_a_kind_called_by_its_name_is_taken() -> None:
    chat = at("photo").write("eh sampah aja")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.category == "sampah"


def test_a_place_is_no_kind() -> None:
    chat = at("place").write("eh pasar aja")
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.category == "sampah"


def test_what_a_street_is_called_names_the_place() -> None:
    chat = at("place").write("namanya gang haji dul")
    assert chat.conversation.draft is not None
    assert "haji dul" in chat.conversation.draft.place


@pytest.mark.parametrize("text", ["sampah", "jalannya rusak parah", "ini foto jalannya"])
def test_words_without_a_switch_call_no_kind(text: str) -> None:
    told = _CALLS_IT.fullmatch(text)
    assert told is None or not (told["lead"] or told["tail"])


@pytest.mark.parametrize(
    "story", ["tukang parkir minta 10 ribu", "parkir dipalakin preman", "bayar parkir ga ada karcis"]
)
def test_no_plate_is_asked_for_where_money_is_the_matter(story: str) -> None:
    assert following(PARKING, {}, (), story) is None


def test_a_plate_is_asked_for_where_a_car_is_the_matter() -> None:
    asked = following(PARKING, {}, (), "truk parkir nutup gerbang rumah")
    assert asked is not None
    assert asked.key == "plat_nomor"


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadQuestions):
        parse([{"key": "a", "ask": "Apa?", "moot": "("}])


def test_no_picture_says_nothing_of_the_water() -> None:
    water = next(q for q in FLOOD if q.key == "keadaan_air")
    told = dict(water.find)["Mulai surut"]
    assert not re.search(told, "ga bisa foto, hp kerendem", re.IGNORECASE)
    assert re.search(told, "enggak, udah turun", re.IGNORECASE)


def test_who_trapped_is_out_is_not_asked_to_withdraw() -> None:
    chat = Resident().write("ada warga terjebak di rumah kebanjiran, tolong, di kelurahan kranji")
    chat.write("bapaknya sudah keluar")
    assert "Syukurlah" in chat.spoken


def test_who_lives_somewhere_is_no_part_of_its_name() -> None:
    chat = at("place").write("mbah tinggal di bekasi barat")
    assert chat.conversation.draft is not None
    assert "mbah" not in chat.conversation.draft.place


@pytest.mark.parametrize("text", ["pemkot ga pernah turun tangan", "dinas ga pernah dengerin warga kecil ya"])
def test_anger_at_offices_is_vented(text: str) -> None:
    assert vents(text)


@pytest.mark.parametrize("kind", ["kekerasan_seksual", "kdrt"])
def test_who_is_robbed_and_teased_at_school_was_not_touched(kind: str) -> None:
    feels = Feels(kind)
    assert detect_alarm("keponakan dimintain uang tiap hari sama murid lain", feels) is None  # type: ignore[arg-type]
    touched = detect_alarm("keponakan dibully terus dicium paksa seniornya", feels)  # type: ignore[arg-type]
    assert touched is not None


def test_older_pupils_accuse_no_school() -> None:
    assert detect_tact("anak dipalak kakak kelas di sekolah").accuses == ""
    assert detect_tact("sekolah minta uang 500 ribu buat perpisahan").accuses == "sekolah"


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("oh iya, tiap sore doang ya", True),
        ("cuma malam hari aja", True),
        ("dari jam 5 sampe jam 8 malam", True),
        ("setiap hari kerja pagi sama sore", True),
        ("every evening only", True),
        ("tiap sore ada preman di situ", False),
        ("sore ini got mampet", False),
        ("jam 7 pagi truk lewat terus", False),
        ("sampah tiap hari", False),
    ],
)
def test_what_says_only_when_it_is_tells_of_no_other_matter(text: str, *, only: bool) -> None:
    assert only_when(text) is only
