"""Who asks how a report stands hears what an officer promised, and when that is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.known import ReportInfo
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import NOW, Chat

REPORT = ReportInfo(
    number="BKS-2611-00001", status="diproses", category="Jalan rusak", agency="DBMSDA", created_at=NOW,
    first_answer_due=NOW, resolve_due=NOW + timedelta(days=3), answered=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(days=1, hours=5), "Petugas menjanjikan: Selasa, 24 November 2026 pukul 14.00 WIB"),
        (-timedelta(hours=2), "Waktunya sudah lewat"),
    ],
)  # fmt: skip
def test_the_promise_stands_on_the_card(ahead: timedelta, said: str) -> None:
    chat = Chat(reports=[replace(REPORT, promised_at=NOW + ahead)])
    chat.tell("laporan saya", Intent.STATUS)
    assert said in chat.last[0].text


def test_finished_work_is_not_shown_with_a_promise() -> None:
    done = replace(REPORT, status="selesai", resolved_at=NOW, promised_at=NOW + timedelta(hours=1))
    chat = Chat(reports=[done])
    chat.tell("laporan saya", Intent.STATUS)
    assert "menjanjikan" not in chat.last[0].text
