"""Nobody can make the product answer 500: every route there is, with what no form would send."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import weekly
from tests.factories import panel
from tests.fakes.whatsapp_webhook import SIGNATURE_HEADER, signature
from tests.hostile.stage import (
    APP_SECRET,
    FORM,
    HTML,
    TELEGRAM_SECRET,
    City,
    behind_sign_in,
    build,
    crashed,
    filled,
    public,
    signed_in,
    spread,
    walk,
)
from tests.hostile.walking import Headers, knock
from tests.one_loop import ran

OFFICERS = ("operator", "admin")
# What has brought such doors down elsewhere; Hypothesis thinks of the rest.
HOSTILE: list[Any] = [
    "", "\x00", "%", "9" * 20, "-" + "9" * 20, "9" * 5000, "1e999", "nan", "-inf", "0x10", "²", "٣", "1_000",
    "😀", "‮", "../../etc/passwd", "' OR 1=1 --", "{{7*7}}", "<script>", "a" * 3000, "\r\nSet-Cookie: a=b",
    "true", "null", "[]", "2026-13-45", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", 2**31, 2**63, 2**64, -1,
]  # fmt: skip
values = st.one_of(
    st.text(max_size=40), st.integers(), st.integers(2**31 - 1, 2**70), st.floats(), st.binary(max_size=20)
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[City]:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        yield build(tmp_path_factory.mktemp("home"))


def test_the_walk_knows_every_face(stage: City) -> None:
    starts = {door.path.split("/")[1] for door in stage.walk}
    faces = {"", "chat", "hook", "lacak", "api", "petugas", "admin", "poc", "live", "health", "masuk", "data"}
    assert faces <= starts


def test_no_value_on_the_list_makes_a_public_door_fail(stage: City) -> None:
    for value, doors in spread(HOSTILE, public(stage), each=weekly.examples(4, 8)):
        assert ran(walk(stage, value, [HTML], doors)) == []


def test_a_stranger_is_refused_at_every_officers_door_before_anything_is_read(stage: City) -> None:
    for door in behind_sign_in(stage):
        status, _ = ran(knock(stage.app, door.method, filled(stage, door), body=b"\xff", headers=[FORM]))
        assert status == 401, door


@pytest.mark.parametrize("username", OFFICERS)
def test_no_value_on_the_list_makes_an_officers_door_fail(stage: City, username: str) -> None:
    chosen = behind_sign_in(stage)
    values = HOSTILE[OFFICERS.index(username) :: len(OFFICERS)]
    for value, doors in spread(values, chosen, each=1):
        assert ran(walk(stage, value, signed_in(username), doors)) == []


@pytest.mark.crash_full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("username", OFFICERS)
def test_no_value_on_the_list_makes_any_door_fail(stage: City, username: str) -> None:
    for value in HOSTILE:
        assert ran(walk(stage, value, [HTML], public(stage))) == []
        assert ran(walk(stage, value, signed_in(username), behind_sign_in(stage))) == []


FEW = settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@FEW
@given(value=values)
def test_no_value_anybody_thinks_of_makes_any_door_fail(stage: City, value: Any) -> None:
    assert ran(walk(stage, value, [HTML], public(stage))) == []
    some = weekly.part(behind_sign_in(stage), of=8)
    assert ran(walk(stage, value, signed_in("operator"), some)) == []


# --- doors that read JSON
LEAVES = ("9" * 400, "-" + "9" * 5000, "1e400", '"\\ud800"', '"a.\\ud800"', '"\\u0000"', "null", "[]", "{}",
          "true", "NaN", "[" * 2000, '"' + "x" * 5000 + '"', "1.5", "9223372036854775808")  # fmt: skip
CHAT = ('{"id":%s}', '{"id":"pesan-0001","text":%s}', '{"id":"pesan-0001","button":"a","title":%s}',
        '{"id":"pesan-0001","button":%s}', '{"id":"pesan-0001","photos":[%s]}',
        '{"id":"pesan-0001","point":{"lat":%s,"lon":1}}', '{"id":"pesan-0001","point":%s}', "%s")  # fmt: skip
IN_CHAT = '"chat":{"id":1,"type":"private"}'
TELEGRAM = ('{"update_id":%s,"message":{"message_id":1,"date":1,' + IN_CHAT + ',"text":"a"}}',
            '{"update_id":1,"message":{"message_id":1,"date":%s,' + IN_CHAT + ',"text":"a"}}',
            '{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":%s,"type":"private"},"text":"a"}}',
            '{"update_id":1,"message":{"message_id":1,"date":1,' + IN_CHAT + ',"text":%s}}',
            '{"update_id":1,"callback_query":{"id":%s,"from":{"id":1},"data":"a"}}', "%s")  # fmt: skip
META = ('{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":'
        '{"messages":[{"from":"62811","id":"wamid.1","timestamp":%s,"type":"text","text":{"body":"a"}}]}}]}]}',
        '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":'
        '{"messages":[{"from":%s,"id":"wamid.1","timestamp":"1","type":"text","text":{"body":"a"}}]}}]}]}',
        '{"object":"whatsapp_business_account","entry":%s}', "%s")  # fmt: skip
READING = ('{"value":%s,"at":"2026-11-24T03:00:00Z"}', '{"value":1,"at":%s}', '{"readings":%s}', "%s")


def _json_requests(value: str, resident: Headers) -> Iterator[tuple[str, Headers, bytes]]:
    for shape in CHAT:
        yield "/chat/messages", resident, (shape % value).encode()
    yield "/chat/session", resident[:1], b'{"key":%s}' % value.encode()
    yield "/chat/ack", resident, b'{"up_to":%s}' % value.encode()
    for shape in TELEGRAM:
        secret = (b"x-telegram-bot-api-secret-token", TELEGRAM_SECRET.encode())
        yield "/hook/telegram", [secret], (shape % value).encode()
    for shape in META:
        body = (shape % value).encode()
        yield (
            "/hook/whatsapp",
            [(SIGNATURE_HEADER.lower().encode(), signature(body, APP_SECRET).encode())],
            body,
        )
    for shape in READING:
        yield "/api/sensors/pju/readings", [(b"authorization", b"Bearer x")], (shape % value).encode()


def resident_of(stage: City) -> Headers:
    """A browser whose chat has begun."""
    ours = (b"x-sorot-chat", b"1")
    _, answer = ran(knock(stage.app, "POST", "/chat/session", headers=[ours], body=b"{}"))
    return [ours, (b"cookie", answer[b"set-cookie"].partition(b";")[0])]


@pytest.mark.parametrize("value", LEAVES, ids=lambda value: f"{value:.12}")
def test_no_json_makes_a_door_fail(stage: City, value: str) -> None:
    resident = resident_of(stage)
    for path, headers, body in _json_requests(value, resident):
        status, _ = ran(knock(stage.app, "POST", path, headers=headers, body=body))
        assert status < 500, (path, body[:200])


@FEW
@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_nor_does_any_json_anybody_thinks_of(stage: City, value: Any) -> None:
    resident = resident_of(stage)
    for path, headers, body in _json_requests(json.dumps(value), resident):
        status, _ = ran(knock(stage.app, "POST", path, headers=headers, body=body))
        assert status < 500, (path, body[:200])


@pytest.mark.parametrize("name", [b"last-event-id", b"content-length", b"cookie", b"accept", b"authorization",
                                  b"range", b"x-forwarded-for", b"sec-fetch-site", b"if-none-match",
                                  b"content-type", b"host", b"hx-request", b"x-csrf-token"])  # fmt: skip
def test_no_header_makes_a_door_fail(stage: City, name: bytes) -> None:
    resident = resident_of(stage)
    others = [(key, given) for key, given in resident if key != name]
    bad = (b"9" * 5000, b"\xff\xfe", b"\xb2", b"-1", b"", b"bytes=0-99999999999999999999")

    async def everywhere() -> list[Any]:
        wrong = []
        for value, doors in spread(bad, public(stage), each=weekly.examples(1, 2)):
            headers = [*others, (name, value)]
            for door in doors:
                status, _ = await knock(stage.app, door.method, filled(stage, door), headers=headers)
                if crashed(door, status):
                    wrong.append((str(door), value[:20]))
        return wrong

    assert ran(everywhere()) == []


def test_head_is_answered_as_get_on_every_page(stage: City) -> None:
    resident, officer = resident_of(stage), signed_in("admin")
    for door in stage.walk:
        if door.method == "GET":
            path, who = filled(stage, door), resident if door in public(stage) else officer
            head, _ = ran(knock(stage.app, "HEAD", path, headers=who))
            got, _ = ran(knock(stage.app, "GET", path, headers=who))
            # A grant that the walks before have used up may come back in between.
            assert head == got or 429 in (head, got), door


def test_nothing_a_signed_in_officer_sees_is_kept_by_the_browser(stage: City) -> None:
    for username, doors in spread(OFFICERS, behind_sign_in(stage), each=1):
        who = signed_in(username)
        for door in doors:
            if door.method == "GET":
                status, answer = ran(knock(stage.app, "GET", filled(stage, door), headers=who))
                if status not in (404, 422):
                    assert answer[b"cache-control"] == b"no-store", door
