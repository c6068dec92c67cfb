"""Understanding with a Rasa 3.6 server over its HTTP API; optional, off unless its address is set.

Rasa says only what a message is about (intent and category). Everything else, and every message Rasa cannot
or should not be asked about, is the embedded engine's: a Rasa that is down costs nothing but its help.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import httpx2

from nlu.plain import plain
from nlu.types import Engine, Intent, Ranked, Understanding

TIMEOUT = 0.8  # seconds for one question in all; the resident's turn has 2.5
_FAILURES_TO_OPEN = 3
_PAUSE = 30.0  # seconds without asking once the circuit is open
_MOST_BYTES = 256_000
_MOST_CHARS = 2_000  # what a model trained on complaints can read sensibly
_FEWEST_WORDS = 2  # one word says too little: Rasa forces every text into some intent
# Short forms the embedded rules know better than any statistics.
_SETTLED = frozenset(
    {Intent.YA, Intent.TIDAK, Intent.SALAM, Intent.TERIMA_KASIH, Intent.BATAL, Intent.BANTUAN}
)
_TELLING = frozenset({Intent.LAPOR, Intent.ASPIRASI, Intent.INFORMASI, Intent.KELUHAN_PETUGAS})
# Retrieval intents are written "lapor/x"; Rasa's ranking names plain ones, so the corpus exports "lapor_x".
_PREFIXES = ("lapor/", "lapor_")


class RasaFailed(Exception):
    """Rasa gave no usable answer; `reason` is what is counted: timeout, unreachable, http_409, nonsense, …"""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Parsed:
    """What Rasa answered: the surest intent name, its confidence, and all it ranked."""

    name: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


class Circuit:
    """Stops asking after failures in a row; after a pause lets one question through to try. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._closed_until = 0.0

    def allows(self) -> bool:
        """Whether a question may be asked now."""
        with self._lock:
            if self._failures < _FAILURES_TO_OPEN:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + _PAUSE  # this caller tries, the others wait for the outcome
            return True

    def succeeded(self) -> None:
        """A usable answer came: ask freely again."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """No usable answer came."""
        with self._lock:
            self._failures += 1
            self._closed_until = self._clock() + _PAUSE


def _pair(value: Any) -> tuple[str, float]:
    name, confidence = value["name"], float(value["confidence"])
    if not isinstance(name, str) or not 0.0 <= confidence <= 1.0:
        raise ValueError("not an intent")
    return name, confidence


def read_answer(body: bytes) -> Parsed:
    """The answer of POST /model/parse. Raises RasaFailed("nonsense") on any other shape."""
    try:
        answer = json.loads(body)
        name, confidence = _pair(answer["intent"])
        ranking = tuple(_pair(row) for row in answer["intent_ranking"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RasaFailed("nonsense") from error
    return Parsed(name, confidence, ranking)


class RasaClient:
    """One Rasa server. `parse` raises RasaFailed and nothing else."""

    def __init__(self, url: str, *, token: str | None = None, timeout: float = TIMEOUT) -> None:
        self._url = url.rstrip("/") + "/model/parse"
        self._timeout = timeout
        self._http = httpx2.Client(timeout=timeout, params={"token": token} if token else None)

    def parse(self, text: str) -> Parsed:
        """What Rasa makes of a text, within about the time-out."""
        until = time.monotonic() + self._timeout
        try:
            with self._http.stream("POST", self._url, json={"text": text}) as response:
                if response.status_code != httpx2.codes.OK:
                    raise RasaFailed(f"http_{response.status_code}")
                return read_answer(self._body(response, until))
        except httpx2.TimeoutException as error:
            raise RasaFailed("timeout") from error
        except httpx2.HTTPError as error:
            raise RasaFailed("unreachable") from error

    @staticmethod
    def _body(response: httpx2.Response, until: float) -> bytes:
        """The body; a server that drips it out byte by byte is cut off (httpx2's time-out is per read)."""
        body = b""
        for piece in response.iter_bytes():
            body += piece
            if time.monotonic() > until:
                raise RasaFailed("timeout")
            if len(body) > _MOST_BYTES:
                raise RasaFailed("nonsense")
        return body

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()


class RasaEngine:
    """An engine that asks Rasa for intent and category, and the embedded engine for all else."""

    name = "rasa"

    def __init__(
        self, client: RasaClient, embedded: Engine, *, codes: Collection[str], circuit: Circuit | None = None
    ) -> None:
        self._client = client
        self._embedded = embedded
        self._codes = frozenset(codes)
        self._circuit = circuit or Circuit()
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def counts(self) -> dict[str, int]:
        """How often Rasa was asked, answered, passed over, and failed by reason; for the health page."""
        with self._lock:
            return dict(self._counts)

    def understand(self, text: str) -> Understanding:
        """As Engine.understand. `engine` in the result names who decided."""
        known = self._embedded.understand(text)
        if not _worth_asking(known):
            return self._kept(known, "skipped")
        if not self._circuit.allows():
            return self._kept(known, "circuit_open")
        self._count("asked")
        try:
            parsed = self._client.parse(known.masked[:_MOST_CHARS])
            answered = self._merged(known, parsed)
        except RasaFailed as failure:
            self._circuit.failed()
            return self._kept(known, f"failed_{failure.reason}")
        self._circuit.succeeded()
        self._count("answered")
        return answered

    def _count(self, what: str) -> None:
        with self._lock:
            self._counts[what] += 1

    def _kept(self, known: Understanding, why: str) -> Understanding:
        self._count(why)
        return known

    def _category(self, name: str) -> str | None:
        bare = next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), name)
        return bare if bare in self._codes else None

    def _merged(self, known: Understanding, parsed: Parsed) -> Understanding:
        """Rasa's intent and categories on top of the embedded reading; RasaFailed on unknown names."""
        ranked = ((self._category(name), confidence) for name, confidence in parsed.ranking)
        categories = tuple(Ranked(code, confidence) for code, confidence in ranked if code)
        intent = _telling(known.intent) if self._category(parsed.name) else _intent(parsed.name)
        if intent is None:
            raise RasaFailed("unknown_intent")
        return replace(
            known,
            intent=intent,
            intent_confidence=parsed.confidence,
            categories=categories or known.categories,
            engine=self.name if categories else known.engine,
        )


def _telling(embedded: Intent) -> Intent:
    """A category says what a message is about, not whether it complains, proposes or asks."""
    return embedded if embedded in _TELLING else Intent.LAPOR


def _intent(name: str) -> Intent | None:
    return Intent(name) if name in set(Intent) else None


def _worth_asking(known: Understanding) -> bool:
    """Rasa forces every text, even an empty one, into some intent: ask only about messages with substance."""
    return known.intent not in _SETTLED and len(plain(known.masked).words) >= _FEWEST_WORDS
