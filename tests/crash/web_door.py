"""The web chat as its residents' browsers use it: each message is sent again until it is acknowledged."""

import hashlib
import http.client
import itertools
import json
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.crash.doors import Button, Heard

TIMEOUT = 10.0  # seconds for one request
AGAIN_AFTER = 0.2  # seconds until a refused request is tried again
LOOK_FIRST, LOOK_LATEST = 0.25, 2.0  # seconds between two looks for an answer: growing
SENDERS, LOOKERS = 6, 3  # threads


@dataclass
class Browser:
    """One resident's browser: its cookie, and what it has shown."""

    index: int
    cookie: str = ""
    shown: set[int] = field(default_factory=set)
    acknowledged: int = 0
    look_at: float = float("inf")  # monotonic seconds; endless: no answer is expected
    pause: float = LOOK_FIRST
    saying: threading.Lock = field(default_factory=threading.Lock)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def network(self) -> str:
        """Everybody comes from an address of their own: the doors' limits are not what is tried here."""
        return f"10.{self.index >> 16 & 255}.{self.index >> 8 & 255}.{self.index & 255}"

    @property
    def address(self) -> str:
        """The person's address as the product keeps it."""
        return hashlib.sha256(self.cookie.partition("=")[2].encode()).hexdigest()


@dataclass(repr=False)
class WebDoor:
    """All browsers of a run, at the product's own address."""

    url: str
    name: str = "web"
    browsers: dict[str, Browser] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    heard: queue.SimpleQueue[tuple[str, Heard]] = field(default_factory=queue.SimpleQueue)
    open: set[object] = field(default_factory=set)  # acts and acknowledgements not yet taken
    statuses: list[int] = field(default_factory=list)  # of every message posted, refused tries included
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.senders = ThreadPoolExecutor(SENDERS, "web-says")
        self.lookers = ThreadPoolExecutor(LOOKERS, "web-looks")

    def arrive(self, index: int) -> str:
        who = f"browser-{index}"
        self.browsers[who] = Browser(index)
        return who

    def text(self, who: str, text: str) -> None:
        self._say(who, {"text": text})

    def photo(self, who: str, text: str, image: bytes) -> None:
        self._say(who, {"text": text, "photos": [image]})

    def press(self, who: str, button: Button) -> None:
        self._say(who, {"button": button[0], "title": button[1]})

    def point(self, who: str, lat: float, lon: float) -> None:
        self._say(who, {"point": {"lat": lat, "lon": lon}})

    def _say(self, who: str, said: dict[str, Any]) -> None:
        token = object()
        self.open.add(token)
        self.senders.submit(self._guarded, self._said, who, said, token)

    def _said(self, who: str, said: dict[str, Any], token: object) -> None:
        browser = self.browsers[who]
        with browser.saying:
            if not browser.cookie:
                self._until(browser, "/chat/session", {}, wanted=200)
            if "photos" in said:
                upload = self._until(browser, "/chat/photos", said["photos"][0], wanted=201)
                said = {**said, "photos": [upload["photo"]]} if upload else {}
            identity = f"pesan-{next(browser.ids):04}"
            self.ids.add(f"{browser.address[:16]}:{identity}")
            self._until(browser, "/chat/messages", {"id": identity, **said}, wanted=202)
        browser.pause = LOOK_FIRST
        browser.look_at = time.monotonic() + LOOK_FIRST
        self.open.discard(token)

    def _guarded(self, act: Callable[..., None], *arguments: Any) -> None:
        """A fault of ours in a thread must end in the log of the test and not in silence."""
        try:
            act(*arguments)
        except Exception as fault:  # the edge of a thread: whatever it is, it must not be silence
            self.heard.put(("", Heard(f"fault in the web door: {fault!r}")))
            raise

    def _until(self, browser: Browser, path: str, body: Any, *, wanted: int) -> Any:
        while not self.stopping.is_set():
            status, answer = self._call(browser, "POST", path, body)
            if path == "/chat/messages":
                self.statuses.append(status)
            if status == wanted:
                return answer
            self.stopping.wait(AGAIN_AFTER if status != 429 else 1)
        return None

    def _call(self, browser: Browser, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """(status, JSON of the answer); status 0 when nobody answered."""
        target = urlsplit(self.url)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=TIMEOUT)
        headers = {
            "X-Sorot-Chat": "1", "Cookie": browser.cookie, "Content-Type": "application/json",
            "X-Forwarded-For": browser.network,
        }  # fmt: skip
        try:
            connection.request(method, path, _written(body), headers)
            response = connection.getresponse()
            content = response.read()
            if cookie := response.getheader("Set-Cookie"):
                browser.cookie = cookie.partition(";")[0]
            return response.status, json.loads(content) if response.status in (200, 201) else None
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()

    def news(self) -> list[tuple[str, Heard]]:
        now = time.monotonic()
        for who, browser in list(self.browsers.items()):
            if browser.look_at <= now:
                browser.look_at = float("inf")
                self.lookers.submit(self._guarded, self._look, who)
        found = []
        while not self.heard.empty():
            found.append(self.heard.get())
        return found

    def _look(self, who: str) -> None:
        """Fetch what is new, show it, and say so; look again later while nothing came."""
        browser = self.browsers[who]
        after = max(browser.shown, default=0)
        status, answer = self._call(browser, "GET", f"/chat/messages?after={after}")
        fresh = [m for m in (answer or {}).get("messages", []) if m["n"] not in browser.shown]
        if status != 200 or not fresh:
            browser.pause = min(browser.pause * 1.5, LOOK_LATEST)
            browser.look_at = time.monotonic() + browser.pause
            return
        token = object()
        self.open.add(token)
        for message in fresh:
            browser.shown.add(message["n"])
            self.heard.put((who, _heard(message)))
        self.senders.submit(self._guarded, self._acknowledge, browser, max(browser.shown), token)

    def _acknowledge(self, browser: Browser, up_to: int, token: object) -> None:
        self._until(browser, "/chat/ack", {"up_to": up_to}, wanted=204)
        self.open.discard(token)

    def said(self) -> set[str]:
        return self.ids

    def accepted(self) -> set[str]:
        return set()  # a browser fetches rows by their id: it cannot be given one twice

    def waiting(self) -> int:
        return len(self.open)

    def close(self) -> None:
        self.stopping.set()
        self.senders.shutdown(cancel_futures=True)
        self.lookers.shutdown(cancel_futures=True)


def _written(body: Any) -> bytes | None:
    """A picture as it is, all else as JSON."""
    return body if body is None or isinstance(body, bytes) else json.dumps(body).encode()


def _heard(message: dict[str, Any]) -> Heard:
    buttons = tuple((identity, title) for identity, title in message.get("buttons", ()))
    return Heard(message["text"], buttons, bool(message.get("ask_location")))
