"""D2: bodies over 3 MB at every door of a real `sorot web`: refused, and the process does not grow."""

import http.client
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import db
from storage.models import Inbox
from tests.servers import Role, run_role

TELEGRAM_SECRET = "rahasia-uji-webhook-0123456789"
GIANT, GIANT_PICTURE = 4_000_000, 12_000_000  # bytes: over every door's limit
AT_ONCE = 20
GROWTH = 10_000_000  # bytes
DOORS = {
    "/hook/telegram": {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET},
    "/hook/whatsapp": {"X-Hub-Signature-256": "sha256=" + "0" * 64},
    "/chat/session": {"X-Sorot-Chat": "1"},
    "/chat/messages": {"X-Sorot-Chat": "1"},
    "/chat/ack": {"X-Sorot-Chat": "1"},
    "/chat/photos": {"X-Sorot-Chat": "1"},
    "/api/sensors/p2c/readings": {"Authorization": "Bearer x"},
    "/masuk": {"Content-Type": "application/x-www-form-urlencoded"},
}
BLOCK = b"a" * 65_536
NO_ANSWER = 0  # the door was shut while the giant was still speaking


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Role]:
    home = tmp_path_factory.mktemp("giants")
    settings = {
        "SOROT_TELEGRAM_SECRET": TELEGRAM_SECRET,
        "SOROT_LIMITS": '{"session.address": "10000/0.01", "photo.address": "10000/0.01"}',
        "SOROT_WHATSAPP_TOKEN": "EAAFake",
        "SOROT_WHATSAPP_PHONE_ID": "106540352242922",
        "SOROT_WHATSAPP_APP_SECRET": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "SOROT_WHATSAPP_VERIFY_TOKEN": "kata-rahasia-kota",
    }
    with run_role("web", folder=home, settings=settings) as role:
        yield role


def test_nothing_it_keeps_can_be_read_by_another_user_of_the_machine(web: Role) -> None:
    kept = [path for path in web.folder.rglob("*") if path.suffix != ".log" and "nlu" not in path.parts]
    assert {"sorot.db", "secret_key"} <= {path.name for path in kept}
    open_to_others = {path.name for path in (web.folder, *kept) if stat.S_IMODE(path.stat().st_mode) & 0o077}
    assert open_to_others == set()


def headers_of(path: str, port: int) -> dict[str, str]:
    """Everything right but the length."""
    return {**DOORS[path], **({"Cookie": begun(port)} if path.startswith("/chat/") else {})}


def begun(port: int) -> str:
    """The cookie of a browser whose chat has begun: each of its own, or the pace of one would refuse."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/chat/session", b"{}", {"X-Sorot-Chat": "1"})
        return str(connection.getresponse().getheader("Set-Cookie")).partition(";")[0]
    finally:
        connection.close()


def honest(path: str, headers: dict[str, str], port: int) -> int:
    """Says how long it is."""
    return _post(path, {**headers, "Content-Length": str(size(path))}, port, _blocks(path), chunked=False)


def chunked(path: str, headers: dict[str, str], port: int) -> int:
    """Does not say."""
    return _post(path, {**headers, "Transfer-Encoding": "chunked"}, port, _blocks(path), chunked=True)


def understating(path: str, headers: dict[str, str], port: int) -> int:
    """Says it is a thousand bytes long, and speaks on."""
    return _post(path, {**headers, "Content-Length": "1000"}, port, _blocks(path), chunked=False)


def boasting(path: str, headers: dict[str, str], port: int) -> int:
    """Says it is long, and keeps the door waiting."""
    return _post(path, {**headers, "Content-Length": str(size(path))}, port, iter([BLOCK]), chunked=False)


def size(path: str) -> int:
    """Bytes too many for this door."""
    return GIANT_PICTURE if path == "/chat/photos" else GIANT


def _blocks(path: str) -> Iterator[bytes]:
    return (BLOCK for _ in range(size(path) // len(BLOCK) + 1))


def _post(path: str, headers: dict[str, str], port: int, body: Iterator[bytes], *, chunked: bool) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest("POST", path)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        for block in body:
            connection.send(b"%x\r\n%s\r\n" % (len(block), block) if chunked else block)
        if chunked:
            connection.send(b"0\r\n\r\n")
        return connection.getresponse().status
    except (TimeoutError, ConnectionError, http.client.HTTPException):
        return _last_words(connection)
    finally:
        connection.close()


def _last_words(connection: http.client.HTTPConnection) -> int:
    """The status the door gave while we were still speaking, if it can still be read."""
    try:
        assert connection.sock
        said = connection.sock.recv(64)
        return int(said.split()[1]) if said.startswith(b"HTTP/1.1 ") else NO_ANSWER
    except (OSError, IndexError, AssertionError):
        return NO_ANSWER


def memory(role: Role, line: str) -> int:
    """VmRSS (now) or VmHWM (the most since `forget_peak`) of the process, in bytes."""
    assert role.process
    status = Path(f"/proc/{role.process.pid}/status").read_text()
    return 1024 * int(next(text.split()[1] for text in status.splitlines() if text.startswith(line)))


def forget_peak(role: Role) -> None:
    assert role.process
    Path(f"/proc/{role.process.pid}/clear_refs").write_text("5")


@pytest.mark.parametrize("way", [honest, chunked, understating, boasting], ids=lambda way: way.__name__)
def test_giants_are_refused_at_every_door_and_the_process_does_not_grow(
    web: Role, way: Callable[[str, dict[str, str], int], int]
) -> None:
    for path in DOORS:
        way(path, headers_of(path, web.port), web.port)  # what is loaded once is loaded
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for path in DOORS:
            forget_peak(web)
            before = memory(web, "VmRSS")
            shown = [headers_of(path, web.port) for _ in range(AT_ONCE)]
            statuses = set(pool.map(lambda shows, p=path: way(p, shows, web.port), shown))
            refused = range(400, 500) if way is understating else (413,)
            assert all(status in (*refused, NO_ANSWER) for status in statuses), (path, statuses)
            assert statuses != {NO_ANSWER}, path
            assert memory(web, "VmHWM") - before < GROWTH, path
    assert stored(web) == 0


def stored(role: Role) -> int:
    """How many rows are in the role's inbox."""
    db.configure(f"sqlite:///{role.folder / 'sorot.db'}")
    try:
        with db.reading() as session:
            return session.scalar(select(func.count(Inbox.id))) or 0
    finally:
        db.dispose()
