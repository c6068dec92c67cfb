"""Telegram's updates, as `tests/payloads/telegram/` holds them, become `Incoming`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.parse import parse
from bot.channels.telegram.updates import addressed_in_group, sender_of
from bot.dialogue.types import KINDS, FileRef, Incoming, Point
from bot.gather import joined
from tests import weekly

PAYLOADS = Path(__file__).parents[3] / "payloads" / "telegram"
ALL = sorted(path.stem for path in PAYLOADS.glob("*.json"))
SITI = "812345678"


def payload(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def parsed(name: str) -> Incoming:
    message = parse(payload(name))
    assert message is not None
    return message


def test_a_text_carries_its_sender_name_moment_and_update_id() -> None:
    assert parsed("text") == Incoming(
        channel="telegram",
        external_id="904417301",
        sender=SITI,
        sender_name="Siti Aminah",
        at=datetime.fromtimestamp(1763776801, UTC),
        kind="text",
        text="Lampu penerangan di gang Melati padam tiga malam, warga takut lewat 😟",
        order=1501,
    )


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("command", "text", "/status BKS-2611-00042"),
        ("photo", "photo", "Tutup gorong-gorong hilang"),
        ("document_image", "photo", ""),
        ("document_pdf", "document", "ini suratnya"),
        ("document_too_big", "document", ""),
        ("location", "location", ""),
        ("venue", "location", "Stasiun Bekasi, Jl. Ir. H. Juanda"),
        ("sticker", "sticker", ""),
        ("voice", "voice", ""),
        ("video", "video", "air sudah masuk rumah"),
        ("animation", "video", ""),
        ("contact", "contact", ""),
        ("dice", "other", ""),
        ("edited", "edited", "Lampu penerangan di gang Mawar padam tiga malam"),
    ],
)
def test_every_kind_of_message_has_its_kind_and_text(name: str, kind: str, text: str) -> None:
    message = parsed(name)
    assert (message.kind, message.text) == (kind, text)
    assert message.kind in KINDS


def test_the_largest_size_of_a_photo_is_taken_whatever_their_order() -> None:
    assert parsed("photo").files == (FileRef("AgACAgUAAxkBAAIF3WkhXhc", size=214313),)


def test_a_picture_sent_as_a_document_is_a_picture_and_other_documents_are_not() -> None:
    assert parsed("document_image").files[0].size == 3841244
    assert parsed("document_pdf").files == ()
    assert parsed("document_too_big").files == ()


def test_a_shared_place_and_a_venue_carry_their_point() -> None:
    assert parsed("location").point == Point(-6.234903, 106.989617)
    assert parsed("venue").point == Point(-6.2487, 106.9996)


def test_a_pressed_button_carries_its_id_also_under_a_message_too_old_to_be_sent_along() -> None:
    press = parsed("press")
    assert (press.kind, press.button, press.sender) == ("button", "3:send", SITI)
    assert parsed("press_old").button == "1:skip"


@pytest.mark.parametrize(
    "name",
    ["group_command", "group_talk", "group_added", "channel_post", "service_pinned",
     "live_location_moves", "press_inline"],
)  # fmt: skip
def test_what_is_not_a_private_message_is_left_alone(name: str) -> None:
    assert parse(payload(name)) is None


def test_a_group_is_answered_when_it_calls_the_bot_and_never_for_its_own_talk() -> None:
    answered = [name for name in ALL if addressed_in_group(payload(name))]
    assert answered == ["group_added", "group_command"]


def test_updates_are_ordered_by_chat() -> None:
    assert {sender_of(payload(name)) for name in ALL} == {SITI, "-1002233445566", "-1009988776655"}


def _broken(value: Any, path: list[Any], replacement: Any) -> Any:
    """The same JSON with the part at `path` (indices, taken modulo) replaced."""
    if not path or not isinstance(value, dict | list) or not value:
        return replacement
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = _broken(value[key], path[1:], replacement)
    return copy


@settings(max_examples=weekly.examples(80, 400), deadline=None)
@given(
    name=st.sampled_from(ALL),
    path=st.lists(st.integers(0, 12), min_size=1, max_size=5),
    junk=st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.just({}),
)
def test_a_malformed_update_is_never_an_exception(name: str, path: list[int], junk: Any) -> None:
    update = _broken(payload(name), path, junk)
    assert isinstance(parse(update), Incoming | None)
    assert isinstance(sender_of(update), str)
    assert addressed_in_group(update) in (True, False)


def test_a_voice_is_a_file_to_keep_and_a_video_is_not() -> None:
    voice = parsed("voice").files
    assert [(file.kind, file.mime, file.size) for file in voice] == [("suara", "audio/ogg", 24110)]
    assert parsed("video").files == ()


def test_pictures_of_one_album_carry_its_name_and_a_single_one_none() -> None:
    assert parsed("album_photo").group == "14097812341234567"
    assert parsed("photo").group is None


def test_an_edit_names_the_message_it_corrects_and_brings_no_picture_again() -> None:
    edited = parsed("edited")
    assert edited.edits == str(payload("edited")["edited_message"]["message_id"])
    with_picture = payload("photo")
    with_picture["edited_message"] = {**with_picture.pop("message"), "edit_date": 1763776900}
    again = parse(with_picture)
    assert again is not None
    assert (again.kind, again.files) == ("edited", ())


def test_forwarded_words_are_marked() -> None:
    forwarded = payload("text")
    forwarded["message"]["forward_origin"] = {"type": "hidden_user", "sender_user_name": "X", "date": 1}
    message = parse(forwarded)
    assert message is not None
    assert message.forwarded
    assert not parsed("text").forwarded


def test_closing_and_opening_the_chat_is_noticed_for_persons_only() -> None:
    left = payload("blocked")
    assert parsed("blocked").kind == "left"
    left["my_chat_member"]["new_chat_member"]["status"] = "member"
    back = parse(left)
    assert back is not None
    assert back.kind == "returned"
    left["my_chat_member"]["chat"]["type"] = "supergroup"
    assert parse(left) is None


@pytest.mark.parametrize(
    "words", [{"text": "Di depan rumah nomor berapa?"}, {"caption": "Foto dari petugas"}]
)
def test_the_message_replied_to_is_named_and_repeated(words: dict[str, str]) -> None:
    update = payload("text")
    update["message"]["reply_to_message"] = {"message_id": 1490, "date": 1, **words}
    message = parse(update)
    assert message is not None
    assert (message.quoted, message.quoted_text) == ("1490", *words.values())


def test_a_button_names_the_message_it_stands_under() -> None:
    assert (parsed("press").quoted, parsed("press").quoted_text) == ("1490", "Apakah sudah benar?")


@pytest.mark.parametrize("shape", [[], 7, None, {}, {"message_id": "x", "text": 3}])
def test_a_reply_of_another_shape_is_still_a_message(shape: Any) -> None:
    update = payload("text")
    update["message"]["reply_to_message"] = shape
    assert parse(update) == parsed("text")


def test_a_kind_that_telegram_added_since_is_answered_and_its_own_notes_are_not() -> None:
    update = payload("text")
    del update["message"]["text"]
    note = {**update, "message": {**update["message"], "message_auto_delete_timer_changed": {}}}
    update["message"] |= {"hologram": {"file_id": "x"}, "caption": "lubang di jalan"}
    message = parse(update)
    assert message is not None
    assert (message.kind, message.text) == ("other", "lubang di jalan")
    assert parse(note) is None


def test_what_came_on_two_lines_at_once_is_joined_in_the_order_it_was_said() -> None:
    first, second = payload("text"), payload("text")
    second["message"] |= {"message_id": first["message"]["message_id"] + 1, "text": "sudah seminggu"}
    one, two = parse(first), parse(second)
    assert one is not None
    assert two is not None
    assert joined([two, one]).text.endswith("\nsudah seminggu")
