"""After warming nothing is left to be read at somebody's first message."""

from datetime import UTC, datetime

import pytest

from bot.dialogue.known import Known
from bot.dialogue.state import Conversation
from bot.dialogue.turn import turn
from bot.dialogue.types import Incoming
from bot.warming import warm
from tests.fakes.engines import KeywordEngine, RaisingEngine

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "selokan di gang haji dul mampet, jangan bilang siapa siapa",
        "bapak saya meninggal kemarin kena pohon tumbang",
        "ada yang teriak minta tolong, kebakaran",
        "gimana kabar laporan saya kok belum",
        "there is a flood in our street",
        "bukan kranji tapi bintara",
    ],
)
def test_no_file_is_opened_for_a_first_message(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = KeywordEngine()
    warm(engine)

    def refuse(self: object, *args: object, **more: object) -> object:
        raise AssertionError(f"{self} is read at a resident's message")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    monkeypatch.setattr("pathlib.Path.read_text", refuse)
    found = engine.understand(text)
    message = Incoming("web", "m1", "s", NOW, text=text)
    decided = turn(Conversation(), message, Known(NOW, understanding=found, masked=text))
    assert decided.replies


def test_an_engine_that_breaks_does_not_stop_the_start() -> None:
    warm(RaisingEngine())
