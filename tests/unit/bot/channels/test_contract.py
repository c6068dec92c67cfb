"""What every channel promises, whichever platform it speaks to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import outcomes
from bot.channels.outcomes import Channel
from bot.channels.telegram import channel as telegram
from bot.channels.telegram.api import Refused as TelegramRefused
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.parse import KINDS as TELEGRAM_KINDS
from bot.channels.whatsapp.api import Refused as WhatsAppRefused
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.outcomes import outcome as whatsapp_outcome
from bot.channels.whatsapp.parse import KINDS as WHATSAPP_KINDS
from bot.dialogue.types import KINDS, Button, Incoming, Link, Reply
from bot.handle import PARSERS
from web.words import CHANNEL

SENDING: dict[str, Channel] = {
    "telegram": TelegramChannel("7001:token", base="http://127.0.0.1:9"),
    "whatsapp": WhatsAppChannel("EAAtoken", "1065", base="http://127.0.0.1:9"),
}
ENVELOPES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "telegram": lambda junk: {"update_id": 1, "message": junk},
    "whatsapp": lambda junk: {"message": junk, "contact": junk},
    "web": lambda junk: {"id": "abcdefgh", "sender": "s", "at": junk, "text": junk, "point": junk},
}
FIELDS = st.sampled_from(
    sorted({
        "id", "from", "timestamp", "type", "body", "chat", "date", "message_id", "update_id", "data", "text",
        "lat", "lon", "latitude", "longitude", "file_id", "mime_type", "payload", "button", "photos",
        "sender", *TELEGRAM_KINDS, *WHATSAPP_KINDS,
    })
) | st.text(max_size=4)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=20,
)
every_parser = pytest.mark.parametrize("name", sorted(PARSERS))
every_sender = pytest.mark.parametrize("name", sorted(SENDING))


def checked(name: str, message: Incoming | None) -> None:
    if message is not None:
        assert message.channel == name
        assert message.kind in KINDS
        assert message.external_id
        assert message.at.tzinfo is not None


@every_parser
@settings(max_examples=200, deadline=None)
@given(payload=st.dictionaries(FIELDS, JSON, max_size=6), junk=JSON)
def test_parse_never_raises_on_any_json(name: str, payload: dict[str, Any], junk: Any) -> None:
    checked(name, PARSERS[name](payload))
    checked(name, PARSERS[name](ENVELOPES[name](junk)))


REPLIES = st.builds(
    Reply,
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6000).filter(str.strip),
    buttons=st.lists(st.text(min_size=1, max_size=60), max_size=15).map(
        lambda titles: tuple(Button(f"{n}:x", title) for n, title in enumerate(titles))
    ),
    ask_location=st.booleans(),
    link=st.none() | st.just(Link("Pantau", "/lacak/B-1")),
    dial=st.none() | st.just("112"),
)


@every_sender
@settings(max_examples=100, deadline=None)
@given(reply=REPLIES)
def test_split_loses_no_word_no_choice_and_no_question_for_the_location(name: str, reply: Reply) -> None:
    parts = SENDING[name].split(reply)
    assert parts
    said = "".join("".join(part.text for part in parts).split())
    assert said.startswith("".join(reply.text.split()))
    assert [button for part in parts for button in part.buttons] == list(reply.buttons)
    assert any(part.ask_location for part in parts) == reply.ask_location
    assert reply.dial is None or reply.dial in said


@every_sender
def test_splitting_twice_gives_the_same_parts_so_a_long_message_can_be_taken_up_again(name: str) -> None:
    reply = Reply("kata " * 4000, (Button("1", "Ya"),), ask_location=True)
    assert list(SENDING[name].split(reply)) == list(SENDING[name].split(reply))


@every_sender
def test_an_unreachable_platform_is_an_outcome_and_a_failed_fetch_never_an_accident(name: str) -> None:
    channel = SENDING[name]
    assert channel.name == name
    assert isinstance(channel.send("6281234567890", Reply("halo")), outcomes.RetryAfter)
    with pytest.raises(outcomes.FetchFailed) as failed:
        channel.fetch("1003")
    assert failed.value.again
    assert "127.0.0.1" not in str(failed.value)


@dataclass(frozen=True)
class Refusal:
    """Every platform's word for the same thing."""

    telegram: int
    whatsapp: int
    means: type[Any]


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(429, 130429, outcomes.RetryAfter),
        Refusal(401, 190, outcomes.RetryAfter),
        Refusal(403, 131026, outcomes.Blocked),
        Refusal(400, 131009, outcomes.Rejected),
    ],
)
def test_the_same_refusal_means_the_same_on_every_platform(refusal: Refusal) -> None:
    assert isinstance(telegram.outcome(TelegramRefused(refusal.telegram, "x")), refusal.means)
    assert isinstance(whatsapp_outcome(WhatsAppRefused(refusal.whatsapp, "x")), refusal.means)


def test_any_code_of_a_platform_has_an_outcome() -> None:
    for code in [*range(-5, 600), *range(130000, 134000)]:
        assert isinstance(telegram.outcome(TelegramRefused(code, "x")), outcomes.Outcome)
        assert isinstance(whatsapp_outcome(WhatsAppRefused(code, "x")), outcomes.Outcome)


@every_sender
def test_limits_are_set_and_the_panel_knows_the_channels_name(name: str) -> None:
    limits = SENDING[name].limits
    assert limits.overall > 0
    assert limits.gap > 0
    assert limits.burst >= 1
    assert name in CHANNEL
    assert name in PARSERS
