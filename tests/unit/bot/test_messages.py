"""The message catalogue: both languages whole, every key used exists, moments in words."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.messages import FOLDER, UnknownMessage, locales, render, say
from bot.messages.times import moment
from storage.notice_kinds import Notice

ROOT = Path(__file__).parents[3]
DUE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def messages(locale: str) -> dict[str, Message]:
    resource = FluentParser().parse((FOLDER / f"{locale}.ftl").read_text("utf-8"))
    junk = [entry for entry in resource.body if type(entry).__name__ == "Junk"]
    assert not junk, f"{locale}.ftl cannot be read at {junk[0].content!r}"  # type: ignore[union-attr]
    return {entry.id.name: entry for entry in resource.body if isinstance(entry, Message)}


class Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - fluent's name
        self.found.add(node.id.name)


def variables(message: Message) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.found


def keys_in_code() -> set[str]:
    """Every string in the code of the rooms that speak to residents."""
    found: set[str] = {notice.value for notice in Notice}
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "routing").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    ours, english = messages("id"), messages("en")
    assert ours.keys() == english.keys()
    assert {k: variables(m) for k, m in ours.items()} == {k: variables(m) for k, m in english.items()}


def test_every_key_said_in_the_code_exists() -> None:
    said: set[str] = {notice.value for notice in Notice}
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "routing").rglob("*.py")]:
        source = path.read_text("utf-8")
        said |= set(re.findall(r'say\((?:known\.locale|locale|tongue|DEFAULT), "([a-z_-]+)"', source))
        said |= set(re.findall(r'"(web-[a-z-]+)"', source))
        for actions in re.findall(r"\bbuttons\(c, known((?:, \"[a-z-]+\")+)\)", source):
            said |= {f"btn-{action}" for action in re.findall(r'"([a-z-]+)"', actions)}
    assert len(said) > 60
    assert said - messages("id").keys() == set()


def test_every_message_is_used_by_the_code() -> None:
    """A sentence nobody says is a sentence nobody reads over."""
    code = keys_in_code()
    inner = re.findall(r"\{ (btn-[a-z-]+|telegram-[a-z-]+) \}", (FOLDER / "id.ftl").read_text("utf-8"))
    built = re.compile(
        r"(status|only|danger|listen|rescue-more|emergency|btn|telegram-menu|noted|identity|detail-again|again"
        r"|aside)-.+"
    )
    unused = {
        key for key in messages("id") if key not in code and key not in inner and not built.fullmatch(key)
    }
    assert unused == set()


@pytest.mark.parametrize("locale", ["id", "en"])
def test_every_message_can_be_said_with_its_facts(locale: str) -> None:
    for key, message in messages(locale).items():
        text = say(locale, key, **dict.fromkeys(variables(message), "x"))
        assert text
        assert "{" not in text, key
        assert "\n\n\n" not in text, key


def test_button_titles_fit_the_narrowest_channel() -> None:
    """WhatsApp allows 20 characters on a button (24 in a list)."""
    for locale in ("id", "en"):
        long = {
            k: say(locale, k) for k in messages(locale) if k.startswith("btn-") and len(say(locale, k)) > 20
        }
        assert long == {}


def test_moments_are_said_in_wib() -> None:
    assert moment(DUE) == "Selasa, 24 November 2026 pukul 16.00 WIB"
    assert moment(DUE, "en") == "Tuesday, 24 November 2026 at 16:00 WIB"
    assert moment(DUE, "xx") == moment(DUE)
    assert "pukul 16.00 WIB" in say("id", "filed", number="N", agency="A", first=DUE, due=DUE)


def test_an_unknown_language_is_answered_in_indonesian_and_an_unknown_key_is_a_mistake() -> None:
    assert locales() == {"id", "en"}
    assert say("xx", "btn-send") == "Kirim"
    assert say("en", "btn-send") == "Send"
    with pytest.raises(UnknownMessage):
        say("id", "no-such-thing")


NOTICES = {
    "notice-answer": {"agency": "DLH", "text": "Besok kami angkut."},
    "notice-question": {"agency": "DLH", "text": "Di gang berapa?"},
    "notice-status": {"status": "diproses", "agency": "DLH", "reason": ""},
    "notice-forwarded": {"from_agency": "DLH", "agency": "DBMSDA", "reason": "Soal jalan."},
    "notice-category": {"category": "Sampah", "agency": "DLH"},
    "notice-done": {"agency": "DLH", "reason": "Sudah diangkut."},
    "notice-supporter-status": {"status": "diproses", "agency": "DLH", "reason": "Dijadwalkan."},
    "notice-supporter-forwarded": {"from_agency": "DLH", "agency": "DBMSDA"},
    "notice-supporter-category": {"category": "Sampah", "agency": "DLH"},
    "notice-supporter-done": {"agency": "DLH", "reason": "Sudah diangkut."},
    "notice-supporter-reopened": {"agency": "DLH"},
    "notice-supporter-withdrawn": {},
}


@pytest.mark.parametrize("key", NOTICES)
def test_notices_carry_all_their_facts(key: str) -> None:
    reply = render("id", key, {"number": "BKS-2611-00042", **NOTICES[key]})
    for name, fact in {"number": "BKS-2611-00042", **NOTICES[key]}.items():
        if name != "status":
            assert fact in reply.text
    assert "none" not in reply.text


def test_the_notice_of_a_finished_report_asks_whether_it_is_done() -> None:
    reply = render("id", "notice-done", {"number": "BKS-2611-00042", **NOTICES["notice-done"]})
    assert [(b.id, b.title) for b in reply.buttons] == [
        ("done:BKS-2611-00042", "Sudah beres"),
        ("undone:BKS-2611-00042", "Belum beres"),
    ]


def test_a_status_notice_names_the_status_and_leaves_out_an_empty_reason() -> None:
    reply = render("id", "notice-status", {"number": "N", **NOTICES["notice-status"]})
    assert "Diproses" in reply.text
    assert "Keterangan" not in reply.text


def test_times_in_notices_are_said_in_words() -> None:
    reply = render(
        "id", "filed", {"number": "N", "agency": "A", "first": DUE.isoformat(), "due": "2026-11-24T99:99:99"}
    )
    assert "Selasa, 24 November 2026" in reply.text
    assert "2026-11-24T99:99:99" in reply.text


DRILLED = (
    Notice.WARNING, Notice.WARNING_OVER, Notice.WARNING_WITHDRAWN, Notice.EARLY, Notice.EARLY_CLEAR,
)  # fmt: skip


@pytest.mark.parametrize("key", DRILLED)
def test_every_warning_of_a_drill_begins_by_saying_so(key: Notice) -> None:
    water = {"gauge": "Cileungsi", "level": 2, "height": "5 m", "clock": "14.00", "hours": ""}
    told = {**water, "area": "Kranji", "areas": "Kranji"}
    for locale, word in (("id", "LATIHAN"), ("en", "DRILL")):
        assert word in render(locale, key, {**told, "drill": 1}).text.split(".")[0]
        assert word not in render(locale, key, told).text
