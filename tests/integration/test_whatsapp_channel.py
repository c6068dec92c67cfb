"""What the Graph API answers, as the sender hears it; files from Meta's hosts only, the token to nobody."""

import socket
from collections.abc import Iterator
from typing import Any

import httpcore2
import httpx2
import pytest

from bot.channels.outcomes import Blocked, FetchFailed, Outcome, Rejected, RetryAfter, Sent, WindowClosed
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.hosts import may_have_token
from bot.dialogue.types import Button, Reply
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.fakes.whatsapp_user import User

GRAPH = "https://graph.facebook.com"


@pytest.fixture
def api() -> Iterator[WhatsAppApi]:
    with WhatsAppApi() as running:
        yield running


@pytest.fixture
def channel(api: WhatsAppApi) -> WhatsAppChannel:
    return WhatsAppChannel(api.token, api.phone_id, base=api.url)


@pytest.fixture
def siti(api: WhatsAppApi) -> User:
    user = api.user("Siti")
    user.text("halo")
    return user


def send(channel: WhatsAppChannel, user: User, text: str = "halo") -> Outcome:
    return channel.send(user.address, Reply(text))


def test_a_message_arrives_with_its_buttons_and_what_it_answers_is_marked_as_read(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User
) -> None:
    outcome = channel.send(siti.address, Reply("Benar?", (Button("1:ya", "Ya"),), answers="wamid.dari.siti"))
    (seen,) = siti.sees()
    assert outcome == Sent(seen["id"])
    assert api.world.marked_read == ["wamid.dari.siti"]
    assert siti.press("Ya")["interactive"]["button_reply"]["id"] == "1:ya"


def test_a_read_mark_that_fails_does_not_hold_up_the_answer(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User
) -> None:
    api.fail(131000, kind="read", status=500)
    assert isinstance(channel.send(siti.address, Reply("Baik.", answers="wamid.x")), Sent)


def test_somebody_with_a_user_id_only_is_reached(api: WhatsAppApi, channel: WhatsAppChannel) -> None:
    budi = api.user("Budi", address="ID.20491208655302741918")
    budi.text("pagi")
    assert isinstance(send(channel, budi), Sent)
    assert budi.reads() == ["halo"]


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (131047, 400, WindowClosed), (132001, 404, WindowClosed), (131049, 400, WindowClosed),
        (131026, 400, Blocked), (131009, 400, Rejected), (100, 400, Rejected), (131051, 400, Rejected),
        (130429, 429, RetryAfter), (131056, 400, RetryAfter), (131000, 500, RetryAfter), (3, 500, RetryAfter),
        (190, 401, RetryAfter), (10, 403, RetryAfter), (4, 400, RetryAfter), (131048, 400, RetryAfter),
        (131042, 400, RetryAfter),
    ],
)  # fmt: skip
def test_refusals_become_outcomes(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User, code: int, status: int, kind: type[Outcome]
) -> None:
    api.fail(code, status=status)
    assert isinstance(send(channel, siti), kind)
    assert isinstance(send(channel, siti), Sent)


def test_the_pair_limit_names_its_wait_and_failures_leave_it_to_the_sender(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User
) -> None:
    api.fail(131056)
    outcome = send(channel, siti)
    assert isinstance(outcome, RetryAfter)
    assert outcome.seconds == 6
    nobody = WhatsAppChannel(api.token, api.phone_id, base="http://127.0.0.1:9")
    assert send(nobody, siti) == RetryAfter(None, "ConnectError")
    withdrawn = send(WhatsAppChannel("EAAother", api.phone_id, base=api.url), siti)
    assert isinstance(withdrawn, RetryAfter)
    assert siti.sees() == []


def test_outside_the_window_only_an_approved_template_arrives(
    api: WhatsAppApi, channel: WhatsAppChannel
) -> None:
    budi = api.user("Budi")
    assert isinstance(send(channel, budi), WindowClosed)
    args = {"number": "BKS-2611-00042", "agency": "Dinas Bina Marga", "text": "Besok kami turun."}
    template = channel.template("notice-answer", args, Reply("…"))
    assert template
    assert isinstance(channel.send(budi.address, template), WindowClosed)
    api.world.templates["sorot_jawaban"] = 3
    assert isinstance(channel.send(budi.address, template), Sent)
    assert budi.reads() == ["sorot_jawaban Dinas Bina Marga BKS-2611-00042 Besok kami turun."]


def test_a_file_is_fetched_whole_in_two_steps(api: WhatsAppApi, channel: WhatsAppChannel, siti: User) -> None:
    sent = siti.photo(b"\xff\xd8 isi foto")
    assert channel.fetch(sent["image"]["id"]) == b"\xff\xd8 isi foto"


def test_an_address_that_has_run_out_is_asked_for_anew_and_a_file_that_never_was_is_not(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User
) -> None:
    sent = siti.photo(b"foto")
    api.world.ticket_life = -1
    with pytest.raises(FetchFailed) as expired:
        channel.fetch(sent["image"]["id"])
    assert expired.value.again
    api.world.ticket_life = 300
    assert channel.fetch(sent["image"]["id"]) == b"foto"
    with pytest.raises(FetchFailed) as never:
        channel.fetch("404")
    assert not never.value.again
    api.fail(131000, kind="media", status=500)
    with pytest.raises(FetchFailed) as later:
        channel.fetch(sent["image"]["id"])
    assert later.value.again


FOREIGN = [
    "http://169.254.169.254/latest/meta-data", "https://169.254.169.254/", "https://2852039166/",
    "https://0xa9fea9fe/", "http://[::1]/", "https://[::1]/", "https://[::ffff:169.254.169.254]/",
    "https://localhost/", "https://127.0.0.1/", "http://lookaside.fbsbx.com/x", "https://evil.example/x",
    "https://lookaside.fbsbx.com.evil.example/x", "https://evilfbsbx.com/x", "https://fbsbx.com@evil.example/",
    "https://user:pw@lookaside.fbsbx.com/x", "https://lookaside.fbsbx.com:8443/x", "https://evil.example#.fbsbx.com",
    "https://evil.example\\@lookaside.fbsbx.com/", "https://lookaside.fbsbx.com\\.evil.example/",
    "//lookaside.fbsbx.com/x", "file:///etc/passwd", "ftp://lookaside.fbsbx.com/x", "", "https://",
    "https://lookaside.fbsbx.com:port/", "https://fbsbx。com/", "https://lookaside.fbsbx.com./x",
    "http://graph.facebook.com/x", "https://evil.example/?u=https://lookaside.fbsbx.com/",
]  # fmt: skip
METAS = [
    "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", "https://mmg.whatsapp.net/v/t62",
    "https://scontent.fbcdn.net/a.jpg", "https://graph.facebook.com/v24.0/1", "https://LOOKASIDE.FBSBX.COM:443/x",
]  # fmt: skip


@pytest.mark.parametrize("address", FOREIGN)
def test_no_connection_is_made_and_no_token_sent_to_a_foreign_host(address: str) -> None:
    asked: list[httpx2.URL] = []
    assert not may_have_token(address, graph=GRAPH)
    with pytest.raises(FetchFailed) as refused:
        answering(asked, about={"url": address}).fetch("1003")
    assert not refused.value.again
    assert [url.host for url in asked] == ["graph.facebook.com"]


@pytest.mark.parametrize("address", METAS)
def test_metas_own_hosts_get_the_token(address: str) -> None:
    asked: list[httpx2.URL] = []
    assert (
        answering(asked, about={"url": address}, files=[httpx2.Response(200, content=b"foto")]).fetch("1003")
        == b"foto"
    )
    assert len(asked) == 2


def answering(
    asked: list[httpx2.URL], *, about: dict[str, Any], files: list[httpx2.Response] | None = None
) -> WhatsAppChannel:
    """A channel whose network is a list of answers: first what is known of a file, then the file."""
    responses = iter([httpx2.Response(200, json=about), *(files or [])])

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url)
        return next(responses)

    channel = WhatsAppChannel("EAAtoken", "106540352242922")
    configured = channel.api.http.follow_redirects
    channel.api.http = httpx2.Client(transport=httpx2.MockTransport(answer), follow_redirects=configured)
    return channel


def test_a_redirect_is_not_followed_even_to_a_friendly_host() -> None:
    asked: list[httpx2.URL] = []
    moved = httpx2.Response(302, headers={"Location": "https://169.254.169.254/"})
    with pytest.raises(FetchFailed, match="302"):
        answering(asked, about={"url": METAS[0]}, files=[moved]).fetch("1003")
    assert [url.host for url in asked] == ["graph.facebook.com", "lookaside.fbsbx.com"]


@pytest.mark.parametrize(
    "meant",
    [
        ["169.254.169.254"], ["::1"], ["10.0.0.7"], ["::ffff:127.0.0.1"], ["fe80::1"],
        ["157.240.1.1", "127.0.0.1"], ["64:ff9b::a9fe:a9fe"], ["64:ff9b::7f00:1"], ["64:ff9b:1::a00:1"],
        ["2002:a9fe:a9fe::1"], ["::169.254.169.254"], ["fec0::1"], ["5f00::1"], ["3fff::1"], ["192.88.99.1"],
    ],
)  # fmt: skip
def test_a_friendly_name_made_to_mean_an_address_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, meant: list[str]
) -> None:
    called: list[str] = []

    def connect(self: object, host: str, *rest: object, **more: object) -> None:
        called.append(host)
        raise httpcore2.ConnectError("nobody is called in a test")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (ip, 443)) for ip in meant])
    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    channel = WhatsAppChannel("EAAtoken", "106540352242922")
    with pytest.raises(FetchFailed):
        channel.fetch("1003")
    assert called == []
    meant[:] = ["157.240.1.1"]
    with pytest.raises(FetchFailed):
        channel.fetch("1003")
    assert called == ["157.240.1.1"]  # the same set-up, a public address


def test_a_giant_is_not_read_to_its_end() -> None:
    read = []

    def chunks() -> Iterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield b"x" * 1_000_000

    giant = httpx2.Response(200, content=chunks())
    with pytest.raises(FetchFailed, match="over 20 MB"):
        answering([], about={"url": METAS[0]}, files=[giant]).fetch("1003")
    assert len(read) < 30


def test_neither_token_nor_file_address_comes_into_a_log_or_an_outcome(
    api: WhatsAppApi, channel: WhatsAppChannel, siti: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sent = siti.photo(b"foto")
    channel.fetch(sent["image"]["id"])
    outcomes = [send(channel, siti)]
    api.fail(190, status=401)
    outcomes.append(send(channel, siti))
    outcomes.append(send(WhatsAppChannel(api.token, "1", base="http://127.0.0.1:9"), siti))
    told = caplog.text + repr(outcomes)
    assert api.token not in told
    assert not any(key in told for key in api.world.tickets)
