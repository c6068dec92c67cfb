"""What every channel of `bot.channels.CHANNELS` promises, whichever platform it speaks to.

A channel that is registered but stands in no table here fails the suite: see docs/add-a-channel.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import CHANNELS, outcomes
from bot.channels.outcomes import Channel
from bot.channels.telegram import channel as telegram
from bot.channels.telegram.api import TelegramRefused
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.parse import KINDS as TELEGRAM_KINDS
from bot.channels.whatsapp.api import GraphRefused
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.outcomes import outcome as whatsapp_outcome
from bot.channels.whatsapp.parse import KINDS as WHATSAPP_KINDS
from bot.dialogue.types import KINDS, Button, Incoming, Link, Reply
from routing.words import CHANNEL
from tests import weekly

NOWHERE = "http://127.0.0.1:9"  # nobody listens there
MAKE: dict[str, Callable[[], Channel]] = {
    "telegram": lambda: TelegramChannel("7001:token", base=NOWHERE),
    "whatsapp": lambda: WhatsAppChannel("EAAtoken", "1065", base=NOWHERE),
}
SENDING = {name: make() for name, make in MAKE.items()}
FETCHED_BY_THE_BROWSER = {"web"}  # its messages are never sent: the browser takes them
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
every_parser = pytest.mark.parametrize("name", sorted(CHANNELS))
every_sender = pytest.mark.parametrize("name", sorted(SENDING))


# A pressed button as each platform hands it back: what we gave as its id must come back as it was.
PRESSES: dict[str, Callable[[str], dict[str, Any]]] = {
    "telegram": lambda identity: {
        "update_id": 1,
        "callback_query": {
            "id": "1", "from": {"id": 5, "first_name": "Siti"}, "data": identity,
            "message": {"chat": {"id": 5, "type": "private"}, "date": 1},
        },
    },
    "whatsapp": lambda identity: {
        "message": {
            "id": "wamid.1", "from": "6281200010000", "timestamp": "1", "type": "interactive",
            "interactive": {"type": "list_reply", "list_reply": {"id": identity, "title": "Ya"}},
        },
    },
    "web": lambda identity: {"id": "abcdefgh", "sender": "s", "at": "2026-11-23T02:00:00+00:00",
                             "button": identity},
}  # fmt: skip


def checked(name: str, message: Incoming | None) -> None:
    if message is not None:
        assert message.channel == name
        assert message.kind in KINDS
        assert message.external_id
        assert message.at.tzinfo is not None


@every_parser
@settings(max_examples=weekly.examples(40, 200), deadline=None)
@given(payload=st.dictionaries(FIELDS, JSON, max_size=6), junk=JSON)
def test_parse_never_raises_on_any_json(name: str, payload: dict[str, Any], junk: Any) -> None:
    checked(name, CHANNELS[name].parse(payload))
    checked(name, CHANNELS[name].parse(ENVELOPES[name](junk)))


def test_every_registered_channel_stands_in_every_table_of_this_suite() -> None:
    assert set(ENVELOPES) == set(CHANNELS)
    assert set(PRESSES) == set(CHANNELS)
    assert set(SENDING) == set(CHANNELS) - FETCHED_BY_THE_BROWSER


@every_parser
@given(identity=st.from_regex(r"[a-z0-9:._-]{1,64}", fullmatch=True))
def test_a_buttons_id_comes_back_as_it_was_given(name: str, identity: str) -> None:
    message = CHANNELS[name].parse(PRESSES[name](identity))
    assert message is not None
    assert (message.kind, message.button) == ("button", identity)


REPLIES = st.builds(
    Reply,
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6000).filter(str.strip),
    buttons=st.lists(st.text(min_size=1, max_size=60), max_size=15).map(
        lambda titles: tuple(Button(f"{n}:x", title) for n, title in enumerate(titles))
    ),
    ask_location=st.booleans(),
    link=st.none() | st.just(Link("Pantau", "/lacak/B-1")),
    dial=st.none() | st.just("112"),
    picture=st.none() | st.just("ab" * 32),
)


@every_sender
@settings(max_examples=weekly.examples(30, 100), deadline=None)
@given(reply=REPLIES)
def test_split_loses_no_word_no_choice_and_no_question_for_the_location(name: str, reply: Reply) -> None:
    parts = SENDING[name].split(reply)
    assert parts
    said = "".join("".join(part.text for part in parts).split())
    assert said.startswith("".join(reply.text.split()))
    assert [button for part in parts for button in part.buttons] == list(reply.buttons)
    assert any(part.ask_location for part in parts) == reply.ask_location
    assert reply.dial is None or reply.dial in said
    assert [part.picture for part in parts if part.picture] == ([reply.picture] if reply.picture else [])
    assert all(part.text or part.picture for part in parts)


@every_sender
def test_splitting_twice_gives_the_same_parts_so_a_long_message_can_be_taken_up_again(name: str) -> None:
    reply = Reply("kata " * 4000, (Button("1", "Ya"),), ask_location=True)
    assert list(SENDING[name].split(reply)) == list(SENDING[name].split(reply))


@every_sender
def test_a_picture_that_is_gone_costs_no_word(name: str) -> None:
    class Empty:
        def open(self, sha256: str) -> bytes:
            raise KeyError(sha256)

    channel: Any = MAKE[name]()
    channel.media = Empty()
    said = [channel.send("6281234567890", part) for part in channel.split(Reply("Sudah beres", picture="ab"))]
    assert all(isinstance(outcome, outcomes.RetryAfter) for outcome in said)  # it was tried, without it


@every_sender
def test_what_goes_wrong_tells_neither_address_nor_token(name: str) -> None:
    outcome = SENDING[name].send("6281234567890", Reply("halo", picture="ab"))
    assert isinstance(outcome, outcomes.RetryAfter)
    for secret in ("6281234567890", "token", "127.0.0.1"):
        assert secret not in outcome.reason


@every_sender
def test_an_unreachable_platform_is_an_outcome_and_a_failed_fetch_never_an_accident(name: str) -> None:
    channel = SENDING[name]
    assert channel.name == name
    assert isinstance(channel.send("6281234567890", Reply("halo")), outcomes.RetryAfter)
    with pytest.raises(outcomes.FetchFailed) as failed:
        channel.fetch("1003")
    assert failed.value.again
    assert "127.0.0.1" not in str(failed.value)


@every_sender
def test_a_file_elsewhere_is_not_fetched_and_no_redirect_followed(name: str) -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url.host))
        if len(asked) > 1:  # the file itself: sent somewhere else
            return httpx2.Response(302, headers={"Location": "http://169.254.169.254/latest"})
        told = {"file_path": "photos/1.jpg"}
        return httpx2.Response(200, json={"ok": True, "result": told, "url": "http://169.254.169.254/latest"})

    channel: Any = MAKE[name]()
    usual = channel.api.http.follow_redirects
    if hasattr(channel.api, "bot"):  # its library asks where the file lies
        request = channel.api.bot.request
        assert not request.client.follow_redirects
        request.client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    channel.api.http = httpx2.Client(transport=httpx2.MockTransport(answer), follow_redirects=usual)
    with pytest.raises(outcomes.FetchFailed):
        channel.fetch("1003")
    assert set(asked) == {"127.0.0.1"}


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
    assert isinstance(whatsapp_outcome(GraphRefused(refusal.whatsapp, "x")), refusal.means)


def test_any_code_of_a_platform_has_an_outcome() -> None:
    for code in [*range(-5, 600), *range(130000, 134000)]:
        assert isinstance(telegram.outcome(TelegramRefused(code, "x")), outcomes.Outcome)
        assert isinstance(whatsapp_outcome(GraphRefused(code, "x")), outcomes.Outcome)


@every_sender
def test_limits_are_set_and_the_panel_knows_the_channels_name(name: str) -> None:
    limits = SENDING[name].limits
    assert limits.overall > 0
    assert limits.gap > 0
    assert limits.burst >= 1
    assert name in CHANNEL
    assert name in CHANNELS
