"""Who is trapped by water is helped, though no word of it names a danger."""

import pytest

from bot.dialogue.commands import CallOperator
from bot.dialogue.state import Step
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import KRANJI, Chat


@pytest.mark.parametrize(
    "text",
    ["nenek saya masih di dalem ga bisa jalan", "kami ga bisa keluar pak", "tolong jemput ibu saya lumpuh",
     "kirim perahu, ada bayi 2 orang", "my mother is stuck upstairs, send a boat for people"],
)  # fmt: skip
def test_somebody_stuck_in_a_flood_told_of_before_is_trapped(text: str) -> None:
    chat = Chat()
    chat.tell("banjir di kranji", Intent.LAPOR, ("banjir", 0.9), places=(KRANJI,))
    chat.tell(text, Intent.LAPOR)
    assert any(isinstance(command, CallOperator) for command in chat.done)
    assert "112" in chat.text


@pytest.mark.parametrize("text", ["kami di lantai 2", "makanan habis", "udah sehari belum makan"])
def test_a_family_kept_upstairs_by_the_flood_is_helped(text: str) -> None:
    chat = Chat()
    chat.tell("banjir di kranji, anak saya tiga", Intent.LAPOR, ("banjir", 0.9), places=(KRANJI,))
    chat.tell(text, Intent.LAPOR)
    assert any(isinstance(command, CallOperator) for command in chat.done)


@pytest.mark.parametrize("text", ["motor ga bisa lewat", "airnya masih naik", "warga ga bisa tidur semua"])
def test_a_flood_without_anybody_in_it_stays_a_flood(text: str) -> None:
    chat = Chat()
    chat.tell("banjir di kranji", Intent.LAPOR, ("banjir", 0.9), places=(KRANJI,))
    chat.tell(text, Intent.LAPOR)
    assert not any(isinstance(command, CallOperator) for command in chat.done)


def test_deep_water_and_no_way_out_is_enough_in_a_first_message() -> None:
    chat = Chat()
    chat.tell("air udah seperut, saya sama bayi ga bisa keluar rumah", Intent.LAPOR, emergency="anak_hilang")
    assert chat.at(Step.RESCUE)
