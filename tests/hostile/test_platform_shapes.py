"""Whatever stands in any field of what Telegram and Meta send: the door answers, no message is buried."""

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels import CHANNELS
from bot.channels.payloads import storable
from bot.channels.telegram import receive as telegram
from bot.channels.whatsapp import receive as whatsapp
from bot.channels.whatsapp.receive import WhatsAppMessage, unpack
from bot.dialogue.types import FileRef, Incoming
from bot.handle import handle
from storage import db, inbox
from tests import weekly
from tests.factories import panel
from tests.factories.city import NOW
from tests.fakes.engines import KeywordEngine
from tests.hostile.field_chat import buried

PAYLOADS = Path(__file__).parents[1] / "payloads"
ALL = {
    (channel, path.stem): json.loads(path.read_text(encoding="utf-8"))
    for channel in ("telegram", "whatsapp")
    for path in sorted((PAYLOADS / channel).glob("*.json"))
}
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, 10**400, "", "x", "a\ud800b", "\x00", "😀" * 300, "9" * 400, [], {}, [[]],
    [None], ["x"], {"a": 1}, {"id": []},
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def with_odd(body: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """A copy with something else in one place; `...` takes the place away."""
    made = copy.deepcopy(body)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    if odd is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = odd
    return made


def read(channel: str, body: Any) -> Iterator[Incoming]:
    """The messages of one delivery, as the workers read them."""
    found = [body]
    if channel == "whatsapp":
        found = [item.payload for item in unpack(body) if isinstance(item, WhatsAppMessage)]
    for payload in found:
        message = CHANNELS[channel].parse(payload)
        if message is not None:
            yield message


def untrue(holder: Any) -> list[str]:
    """Fields that hold something else than their types say."""
    types = get_type_hints(type(holder))
    return [
        f"{field.name}={value!r:.80}"
        for field in fields(holder)
        if not isinstance(value := getattr(holder, field.name), tuple)
        and not isinstance(value, types[field.name])
    ]


@pytest.mark.parametrize(("channel", "name"), ALL)
def test_a_message_read_out_of_any_shape_holds_what_its_types_say(channel: str, name: str) -> None:
    body = ALL[channel, name]
    for path, odd in weekly.part(itertools.product(places(body), [*ODD, ...]), of=3):
        for message in read(channel, storable(with_odd(body, path, odd))):
            wrong = untrue(message) + [fault for file in message.files for fault in untrue(file)]
            assert wrong == [], (path, odd)
            assert all(isinstance(file, FileRef) for file in message.files)


def store(channel: str, body: Any) -> None:
    """As the webhooks do, each in a transaction of its own."""
    with db.transaction() as tx:
        try:
            (telegram if channel == "telegram" else whatsapp).store(tx, storable(body), now=NOW)
        except telegram.NotAnUpdate:  # answered with 400
            return


def work() -> list[str]:
    """Everything that waits is handled; what was buried."""
    engine = KeywordEngine()
    while True:
        with db.reading() as session:
            waiting = [row.id for row in inbox.pending(session, now=NOW)]
        if sum(handle(row, engine=engine, clock=lambda: NOW) for row in waiting) == 0:
            break
    with db.reading() as session:
        return buried(session)


@pytest.fixture(scope="module")
def stage(sqlite_template: Path) -> Iterator[None]:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        yield


@settings(
    max_examples=weekly.examples(20, 60),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(which=st.sampled_from(sorted(ALL)), data=st.data())
def test_nothing_a_platform_may_send_is_buried(
    stage: None, which: tuple[str, str], data: st.DataObject
) -> None:
    channel, name = which
    body = ALL[channel, name]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(body))))
        body = with_odd(body, path, data.draw(st.sampled_from([*ODD, ...])))
        if not list(places(body)):
            break
    if channel == "telegram" and isinstance(body, dict):
        body["update_id"] = data.draw(st.integers(1, 2**40))
    store(channel, body)
    assert work() == []


@pytest.mark.parametrize("kind", [[], {}, [None], None, 5])
def test_a_status_or_a_note_of_the_system_whose_kind_is_no_word_is_kept_aside(stage: None, kind: Any) -> None:
    moved = copy.deepcopy(ALL["whatsapp", "number_changed"])
    moved["entry"][0]["changes"][0]["value"]["messages"][0]["system"]["type"] = kind
    read_at = copy.deepcopy(ALL["whatsapp", "status_read"])
    read_at["entry"][0]["changes"][0]["value"]["statuses"][0]["status"] = kind
    store("whatsapp", moved)
    store("whatsapp", read_at)
    assert work() == []
