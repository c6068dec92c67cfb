"""WhatsApp's deliveries, as `tests/payloads/whatsapp/` holds them, become `Incoming`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.whatsapp.parse import parse, sender_of, silent
from bot.channels.whatsapp.receive import Bad, WhatsAppMessage, WhatsAppStatus, unpack
from bot.dialogue.types import KINDS, FileRef, Incoming, Point
from tests import weekly

PAYLOADS = Path(__file__).parents[3] / "payloads" / "whatsapp"
ALL = sorted(path.stem for path in PAYLOADS.glob("*.json"))
SITI = "6281234567890"


def delivery(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")))


def payload(name: str) -> dict[str, Any]:
    (item,) = unpack(delivery(name))
    assert isinstance(item, WhatsAppMessage)
    return item.payload


def parsed(name: str) -> Incoming:
    message = parse(payload(name))
    assert message is not None
    return message


def test_a_text_carries_its_sender_name_moment_and_message_id() -> None:
    assert parsed("text") == Incoming(
        channel="whatsapp",
        external_id="wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABIYFjNFQjBDQTFGM001=",
        sender=SITI,
        sender_name="Siti Aminah",
        at=datetime.fromtimestamp(1763776802, UTC),
        kind="text",
        text="Lampu taman dekat pos ronda mati sejak Senin 😟",
    )


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("text_reply", "text", "ya betul yang itu"),
        ("text_forwarded", "text", "Tolong disebar"),
        ("image", "photo", "Tutup saluran hilang"),
        ("document_image", "photo", ""),
        ("document_pdf", "document", "ini suratnya"),
        ("location", "location", ""),
        ("venue", "location", "Stasiun Bekasi, Jl. Ir. H. Juanda"),
        ("sticker", "sticker", ""),
        ("voice", "voice", ""),
        ("video", "video", "air sudah setinggi lutut"),
        ("contact", "contact", ""),
        ("order", "other", ""),
        ("form", "other", ""),
        ("unsupported", "other", ""),
    ],
)
def test_every_kind_of_message_is_told_apart(name: str, kind: str, text: str) -> None:
    message = parsed(name)
    assert (message.kind, message.text, message.sender) == (kind, text, SITI)
    assert message.kind in KINDS


def test_a_kind_that_meta_added_since_is_answered_with_what_words_it_has() -> None:
    body = payload("text")
    message = {**body["message"], "type": "hologram", "hologram": {"caption": "lubang di jalan"}}
    found = parse({**body, "message": message})
    assert found is not None
    assert (found.kind, found.text) == ("other", "lubang di jalan")


def test_a_changed_number_is_a_move_and_one_without_a_new_number_is_kept_aside() -> None:
    told = payload("number_changed")
    found = parse(told)
    assert found is not None
    assert (found.kind, found.sender, found.moved_to) == ("moved", "6281234567890", "6281299990000")
    told["message"]["system"].pop("wa_id")
    assert parse(told) is None
    assert not silent(told)


def test_the_message_replied_to_is_named() -> None:
    assert parsed("text_reply").quoted == "wamid.HBgLOLD="
    assert parsed("text").quoted is None
    assert parsed("text_forwarded").quoted is None


def test_pictures_come_as_references_also_when_sent_as_documents() -> None:
    assert parsed("image").files == (FileRef("1003383421387256"),)
    assert parsed("document_image").files == (FileRef("1003383421387257", mime="image/heic"),)
    assert parsed("document_pdf").files == ()


def test_a_shared_place_is_a_point() -> None:
    assert parsed("location").point == Point(-6.228224, 106.975032)


@pytest.mark.parametrize(
    ("name", "button"),
    [("press", "3:send"), ("choice", "2:32.75.02"), ("template_press", "done:BKS-2611-00042")],
)
def test_a_pressed_button_a_chosen_row_and_a_templates_button_carry_their_id(name: str, button: str) -> None:
    assert (parsed(name).kind, parsed(name).button) == ("button", button)


def test_somebody_who_shows_only_a_user_name_is_known_by_their_user_id() -> None:
    message = parsed("user_name_only")
    assert (message.sender, message.sender_name) == ("ID.20491208655302741918", "Budi")


@pytest.mark.parametrize("name", ["reaction", "group"])
def test_reactions_system_notes_and_groups_are_not_answered_and_not_called_malformed(name: str) -> None:
    assert parse(payload(name)) is None
    assert silent(payload(name))


@pytest.mark.parametrize("name", ["status_sent", "status_delivered", "status_read", "status_failed"])
def test_statuses_are_no_messages(name: str) -> None:
    assert [type(item) for item in unpack(delivery(name))] == [WhatsAppStatus]


def test_news_about_templates_is_none_of_the_conversations_business() -> None:
    assert list(unpack(delivery("template_approved"))) == []


@pytest.mark.parametrize("field", ["id", "from", "timestamp"])
def test_a_message_without_its_essentials_is_bad_and_not_lost(field: str) -> None:
    broken = delivery("text")
    message = broken["entry"][0]["changes"][0]["value"]["messages"][0]
    message.pop(field)
    message.pop("from_user_id")
    (item,) = unpack(broken)
    assert isinstance(item, Bad)
    assert item.thing["message"] == message


@pytest.mark.parametrize(
    "sender", ["", "+62812", "../../x", "6281234567890\n", "ID.", "id.abc", 62812345, None]
)
def test_a_sender_that_is_neither_number_nor_user_id_is_refused(sender: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        sender_of({"message": {"from": sender}})
    assert sender_of({"message": {"from": "6281234567890"}}) == SITI


@pytest.mark.parametrize("identity", ["../../me", "1?fields=x", "a/b", "", "x" * 101, 5])
def test_a_media_id_that_would_lead_elsewhere_is_never_a_reference(identity: Any) -> None:
    bad = payload("image")
    bad["message"]["image"]["id"] = identity
    assert parse(bad) is None


SHAPELESS: list[Any] = [
    None, [], "x", 5, {}, {"entry": None}, {"entry": [7]}, {"entry": [{}]},
    {"entry": [{"changes": {"a": 1}}]}, {"entry": [{"changes": [None]}]},
    {"entry": [{"changes": [{"field": "messages", "value": []}]}]},
]  # fmt: skip


@pytest.mark.parametrize("body", SHAPELESS)
def test_whatever_has_not_metas_shape_comes_out_as_bad(body: Any) -> None:
    assert [type(item) for item in unpack(body)] == [Bad]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.just(10**400), st.just("\ud800"), st.just([[]]),
)  # fmt: skip


@settings(max_examples=weekly.examples(60, 300), deadline=None)
@given(name=st.sampled_from(ALL), junk=JUNK, data=st.data())
def test_no_payload_with_junk_in_any_field_raises_or_disappears(
    name: str, junk: Any, data: st.DataObject
) -> None:
    body = delivery(name)
    *path, last = data.draw(st.sampled_from(places(body)[1:]))
    holder: Any = body
    for key in path:
        holder = holder[key]
    holder[last] = junk
    for item in unpack(body):
        assert isinstance(item, WhatsAppMessage | WhatsAppStatus | Bad)
        if isinstance(item, WhatsAppMessage):
            message = parse(item.payload)
            assert message is None or (message.kind in KINDS and message.sender == item.sender)


def test_a_voice_is_a_file_to_keep_and_a_video_is_not() -> None:
    voice = parse(payload("voice"))
    video = parse(payload("video"))
    assert voice is not None
    assert video is not None
    assert [(file.kind, file.mime) for file in voice.files] == [("suara", "audio/ogg")]
    assert video.files == ()


def test_every_picture_may_be_one_of_several_since_whatsapp_does_not_say() -> None:
    image, text = parse(payload("image")), parse(payload("text"))
    assert image is not None
    assert text is not None
    assert image.group
    assert text.group is None


def test_forwarded_words_are_marked() -> None:
    forwarded, text = parse(payload("text_forwarded")), parse(payload("text"))
    assert forwarded is not None
    assert text is not None
    assert (forwarded.forwarded, text.forwarded) == (True, False)
