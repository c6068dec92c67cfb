"""Replies in Telegram's terms, within Telegram's limits."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.pieces import length, pieces
from bot.channels.telegram.compose import TEXT_LIMIT, message, split
from bot.dialogue.types import Button, Link, Reply

YES_NO = (Button("1:ya", "Ya"), Button("1:tidak", "Tidak"))


def markups(reply: Reply, site: str | None = "https://sorot.example") -> list[dict[str, Any]]:
    return [message("5", part)["reply_markup"].to_dict() for part in split(reply, site=site)]


def test_a_short_reply_is_one_message_that_takes_an_old_keyboard_away() -> None:
    (part,) = split(Reply("Terima kasih."), site=None)
    call = message("5", part)
    assert (call["chat_id"], call["text"]) == ("5", "Terima kasih.")
    assert call["reply_markup"].to_dict() == {"remove_keyboard": True}


def test_buttons_are_an_inline_keyboard_whose_data_is_the_buttons_id() -> None:
    (markup,) = markups(Reply("Sudah benar?", YES_NO))
    row = [{"text": "Ya", "callback_data": "1:ya"}, {"text": "Tidak", "callback_data": "1:tidak"}]
    assert [list(row) for row in markup["inline_keyboard"]] == [row]


def test_long_titles_get_a_row_of_their_own() -> None:
    titles = ["Jalan rusak dan berlubang", "Lampu penerangan jalan mati", "Lainnya", "Batal", "Bantuan", "Ya"]
    (markup,) = markups(Reply("Pilih", tuple(Button(t, t) for t in titles)))
    assert [len(row) for row in markup["inline_keyboard"]] == [1, 1, 3, 1]


def test_asking_for_the_location_offers_the_phones_own_button() -> None:
    (markup,) = markups(Reply("Di mana?", ask_location=True))
    assert markup["keyboard"][0][0]["request_location"] is True
    assert markup["one_time_keyboard"] is True


def test_buttons_and_location_together_become_two_messages_and_lose_neither() -> None:
    first, second = markups(Reply("Di mana?", YES_NO, ask_location=True))
    assert len(first["inline_keyboard"][0]) == 2
    assert second["keyboard"][0][0]["request_location"] is True


@pytest.mark.parametrize(
    ("url", "site", "button", "text"),
    [
        ("/lacak/B-1", "https://sorot.example/", "https://sorot.example/lacak/B-1", "Tercatat."),
        ("/lacak/B-1", "http://localhost:8000", None, "Tercatat.\n\nPantau: http://localhost:8000/lacak/B-1"),
        ("/lacak/B-1", None, None, "Tercatat."),
        ("https://lapor.example/x", None, "https://lapor.example/x", "Tercatat."),
    ],
)
def test_a_link_is_a_button_where_telegram_can_open_it_else_a_line(
    url: str, site: str | None, button: str | None, text: str
) -> None:
    (part,) = split(Reply("Tercatat.", link=Link("Pantau", url)), site=site)
    markup = message("5", part)["reply_markup"].to_dict()
    assert part.text == text
    assert (markup["inline_keyboard"][0][0]["url"] if button else markup.get("inline_keyboard")) == button


def test_a_telephone_number_is_added_once() -> None:
    assert split(Reply("Segera telepon.", dial="112"), site=None)[0].text == "Segera telepon.\n\n☎ 112"
    assert split(Reply("Segera telepon 112.", dial="112"), site=None)[0].text == "Segera telepon 112."


def test_a_long_text_is_cut_at_a_paragraph_and_its_buttons_stand_under_the_end() -> None:
    paragraph = "kalimat yang panjang sekali " * 30
    text = "\n\n".join([paragraph.strip()] * 10)
    first, *_, last = split(Reply(text, YES_NO), site=None)
    assert first.text.endswith("sekali")
    assert not first.buttons
    assert last.buttons == YES_NO


@given(st.text(min_size=1, max_size=600), st.integers(10, 60))
def test_no_piece_breaks_the_limit_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_emoji_count_twice_as_telegram_counts_them() -> None:
    parts = pieces("😟" * 3000, TEXT_LIMIT)
    assert [length(part) for part in parts] == [TEXT_LIMIT, 2 * 3000 - TEXT_LIMIT]
