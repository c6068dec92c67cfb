"""Replies in WhatsApp's terms, within WhatsApp's limits: the fake API's own checks are the judge."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.whatsapp.compose import BODY_LIMIT, ROWS, TEXT_LIMIT, message, split
from bot.channels.whatsapp.templates import Template, catalogue, template_for
from bot.dialogue.types import Button, Link, Reply
from bot.messages import render
from tests import weekly
from tests.fakes import whatsapp_messages
from tests.fakes.whatsapp_user import choices
from tests.fakes.whatsapp_world import GraphError, World

SITI = "6281234567890"
YES_NO = (Button("1:ya", "Ya"), Button("1:tidak", "Tidak"))


def bodies(reply: Reply, site: str | None = "https://sorot.example") -> list[dict[str, Any]]:
    return [message(SITI, part) for part in split(reply, site=site)]


def accepted(body: dict[str, Any]) -> None:
    """The Cloud API would take it; GraphError with the reason when not."""
    world = World(clock=lambda: 0.0)
    world.people[SITI], world.wrote_at[SITI] = {}, 0.0
    world.templates = {t["name"]: len(t["values"]) for t in catalogue()["templates"].values()}
    whatsapp_messages.receive(world, {"messaging_product": "whatsapp", **body})


def test_a_short_reply_is_one_plain_text() -> None:
    (body,) = bodies(Reply("Terima kasih."))
    assert (body["to"], body["type"], body["text"]["body"]) == (SITI, "text", "Terima kasih.")


def test_somebody_without_a_number_is_written_to_by_user_id() -> None:
    body = message("ID.1349120", Reply("halo"))
    assert body["recipient"] == "ID.1349120"
    assert "to" not in body


def test_up_to_three_short_choices_are_buttons() -> None:
    (body,) = bodies(Reply("Sudah benar?", YES_NO))
    assert [b["reply"] for b in body["interactive"]["action"]["buttons"]] == [
        {"id": "1:ya", "title": "Ya"}, {"id": "1:tidak", "title": "Tidak"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "titles", [["A", "B", "C", "D"], ["Dinas Bina Marga dan SDA", "Lain"], ["Sama", "Sama"]]
)
def test_more_longer_or_equal_choices_are_a_list(titles: list[str]) -> None:
    (body,) = bodies(Reply("Pilih", tuple(Button(f"{n}", title) for n, title in enumerate(titles))))
    assert body["interactive"]["type"] == "list"
    assert len(choices({"id": "x", **body})) == len(titles)
    accepted(body)


def test_a_title_too_long_for_a_row_is_told_whole_below_it() -> None:
    title = "Lampu penerangan jalan umum padam"
    (body,) = bodies(Reply("Pilih", (Button("1", title),)))
    (row,) = body["interactive"]["action"]["sections"][0]["rows"]
    assert row == {"id": "1", "title": "Lampu penerangan jalan…", "description": title}


def test_more_than_ten_choices_become_several_lists_and_none_is_lost() -> None:
    parts = bodies(Reply("Kelurahan mana?", tuple(Button(f"2:{n}", f"Kelurahan {n}") for n in range(23))))
    found = [identity for part in parts for _, identity, _ in choices({"id": "x", **part})]
    assert [len(choices({"id": "x", **part})) for part in parts] == [ROWS, ROWS, 3]
    assert found == [f"2:{n}" for n in range(23)]


def test_asking_for_the_location_is_the_apps_own_button_and_a_message_of_its_own_beside_choices() -> None:
    (alone,) = bodies(Reply("Di mana?", ask_location=True))
    assert alone["interactive"]["type"] == "location_request_message"
    first, second = bodies(Reply("Di mana?", YES_NO, ask_location=True))
    assert (first["interactive"]["type"], second["interactive"]["type"]) == (
        "button", "location_request_message",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "site", "button", "text"),
    [
        ("/lacak/B-1", "https://sorot.example/", "https://sorot.example/lacak/B-1", "Tercatat."),
        ("/lacak/B-1", "http://localhost:8000", None, "Tercatat.\n\nPantau: http://localhost:8000/lacak/B-1"),
        ("/lacak/B-1", None, None, "Tercatat."),
        ("https://lapor.example/x", None, "https://lapor.example/x", "Tercatat."),
    ],
)
def test_a_link_is_a_button_where_it_can_be_opened_else_a_line(
    url: str, site: str | None, button: str | None, text: str
) -> None:
    (body,) = bodies(Reply("Tercatat.", link=Link("Pantau", url)), site)
    said = body["interactive"]["body"]["text"] if button else body["text"]["body"]
    assert said == text
    assert button is None or body["interactive"]["action"]["parameters"]["url"] == button


def test_a_link_beside_choices_and_a_telephone_number_are_lines() -> None:
    (body,) = bodies(Reply("Segera telepon.", YES_NO, link=Link("Pantau", "/lacak/B-1"), dial="112"))
    said = "Segera telepon.\n\n☎ 112\n\nPantau: https://sorot.example/lacak/B-1"
    assert body["interactive"]["body"]["text"] == said


def test_the_message_answered_is_named_on_the_first_part_only() -> None:
    parts = split(Reply("kata " * 2000, YES_NO, answers="wamid.1"), site=None)
    assert [part.answers for part in parts] == ["wamid.1"] + [None] * (len(parts) - 1)


REPLIES = st.builds(
    Reply,
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9000).filter(str.strip),
    buttons=st.lists(st.text(min_size=1, max_size=90).filter(str.strip), max_size=25).map(
        lambda titles: tuple(Button(f"{n}", title.strip()) for n, title in enumerate(titles))
    ),
    ask_location=st.booleans(),
    link=st.none()
    | st.just(Link("Pantau laporan", "/lacak/B-1"))
    | st.just(Link("t" * 40, "https://a.example")),
    dial=st.none() | st.just("112"),
)


@settings(max_examples=weekly.examples(50, 200), deadline=None)
@given(REPLIES)
def test_no_reply_breaks_a_limit_or_loses_a_choice(reply: Reply) -> None:
    parts = bodies(reply)
    for body in parts:
        accepted(body)
    found = [identity for body in parts for _, identity, _ in choices({"id": "x", **body})]
    assert found == [button.id for button in reply.buttons]


def test_long_texts_go_out_in_the_largest_pieces_allowed() -> None:
    assert len(bodies(Reply("a" * TEXT_LIMIT))) == 1
    assert len(bodies(Reply("a" * (TEXT_LIMIT + 1)))) == 2
    assert len(bodies(Reply("a" * (BODY_LIMIT + 1), YES_NO))) == 2


ARGS = {
    "number": "BKS-2611-00042", "agency": "Dinas Bina Marga", "text": "Tim kami\nturun    besok.",
    "status": "diproses", "reason": "", "from_agency": "POC", "category": "Jalan rusak",
    "areas": "Jatirasa", "level": 2, "gauge": "Cileungsi Hulu", "height": "310 cm", "clock": "09.30 WIB",
    "hours": "2–3",
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(catalogue()["templates"]))
def test_every_template_is_a_notice_of_the_catalogue_and_is_accepted(key: str) -> None:
    part = template_for(key, ARGS, render("id", key, ARGS))
    assert isinstance(part, Template)
    assert (
        "Cileungsi Hulu" if key.startswith(("notice-warning", "notice-early")) else "BKS-2611-00042"
    ) in part.text
    assert "{{" not in part.text
    accepted(message(SITI, part))


def test_a_templates_buttons_answer_as_the_notices_do() -> None:
    part = template_for("notice-done", ARGS, render("id", "notice-done", ARGS))
    assert isinstance(part, Template)
    pressed = choices({"id": "x", **message(SITI, part)})
    assert [identity for _, identity, _ in pressed] == ["done:BKS-2611-00042", "undone:BKS-2611-00042"]


def test_what_no_template_says_or_holds_has_none() -> None:
    assert template_for(None, {}, Reply("Baik.")) is None
    assert template_for("photo-refused", ARGS, Reply("x")) is None
    assert template_for("notice-early", {**ARGS, "drill": 1}, Reply("LATIHAN.")) is None
    long = {**ARGS, "text": "kata " * 250}
    assert template_for("notice-answer", long, render("id", "notice-answer", long)) is None


def test_the_judge_is_strict() -> None:
    with pytest.raises(GraphError):
        accepted(message(SITI, Reply("x", tuple(Button(str(n), "t" * 21) for n in range(11)))))
