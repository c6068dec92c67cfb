"""What a Graph server remembers: people, messages, files, deliveries still to be made, and every call."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]

PHONE_ID, NUMBER, ACCOUNT = "106540352242922", "622188880000", "102290129340398"
WINDOW = 24 * 3600.0  # seconds
PAIR_BURST, PAIR_GAP = 45, 6.0
TITLES = {
    100: "Invalid parameter",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131009: "Parameter value is not valid",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    132001: "Template name does not exist in the translation",
    190: "Access token has expired",
}


class GraphError(Exception):
    """An answer with an `error` object."""

    def __init__(self, code: int, details: str = "", *, status: int = 400) -> None:
        super().__init__(f"{code} {details}")
        self.code, self.details, self.status = code, details, status

    def body(self) -> Json:
        """The `error` object as the API sends it."""
        title = TITLES.get(self.code, "An error")
        return {
            "message": f"(#{self.code}) {title}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details or title},
            "fbtrace_id": "AFakeTraceIdForTests",
        }


@dataclass(frozen=True)
class Call:
    """One request: what was asked, by the server's clock, and what was answered."""

    path: str
    body: Json
    at: float
    status: int
    answer: Json


@dataclass
class Failure:
    """A planned misbehaviour: the next `times` matching calls are refused; `later`: taken and then failed."""

    error: GraphError
    to: str | None
    kind: str | None
    times: int
    later: bool

    def matches(self, body: Json) -> bool:
        """Whether this failure is for such a call and not used up."""
        kind = "read" if body.get("status") == "read" else body.get("type", "media")
        to = body.get("to") or body.get("recipient")
        return self.times > 0 and self.to in (None, to) and self.kind in (None, kind)


@dataclass
class World:
    """The whole state; `changed` guards it and is notified at every change."""

    clock: Callable[[], float] = time.time
    changed: threading.Condition = field(default_factory=threading.Condition)
    people: dict[str, Json] = field(default_factory=dict)  # address -> contact
    wrote_at: dict[str, float] = field(default_factory=dict)
    pair_paid: dict[str, float] = field(default_factory=dict)
    inbox: dict[str, list[Json]] = field(default_factory=dict)  # address -> our messages, oldest first
    marked_read: list[str] = field(default_factory=list)
    templates: dict[str, int] = field(default_factory=dict)  # approved name -> how many values
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # media id -> (mime, bytes)
    tickets: dict[str, tuple[str, float]] = field(default_factory=dict)  # address's key -> (media id, until)
    ticket_life: float = 300.0
    changes: list[Json] = field(default_factory=list)  # not yet taken by the webhook
    calls: list[Call] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    delivered: list[tuple[int, int]] = field(default_factory=list)  # (how many changes, HTTP status)
    telling: bool = True  # statuses are told
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def wamid(self) -> str:
        """A new message id, of the shape Meta's have."""
        return f"wamid.HBgNRkFLRQUCABEYEjlB{next(self.numbers):06d}AA=="

    def push(self, value: Json) -> None:
        """Queue one change for the webhook."""
        metadata = {"display_phone_number": NUMBER, "phone_number_id": PHONE_ID}
        with self.changed:
            whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
            self.changes.append({"value": whole, "field": "messages"})
            self.changed.notify_all()

    def tell(self, wamid: str, to: str, status: str, error: GraphError | None = None) -> None:
        """A status of one of the bot's messages."""
        body: Json = {"id": wamid, "status": status, "timestamp": str(int(self.clock())), "recipient_id": to}
        if error:
            shown = error.body()
            body["errors"] = [
                {"code": error.code, "title": shown["message"], "error_data": shown["error_data"]}
            ]
        if self.telling or error:
            self.push({"statuses": [body]})

    def window_open(self, to: str) -> bool:
        """Whether free text may go to this person."""
        return to in self.wrote_at and self.clock() - self.wrote_at[to] < WINDOW

    def pay(self, to: str) -> None:
        """Count a message to a pair; 131056 when it is over the burst."""
        now = self.clock()
        paid = max(now, self.pair_paid.get(to, now))
        if paid - now > (PAIR_BURST - 1) * PAIR_GAP + 1e-6:
            raise GraphError(131056)
        self.pair_paid[to] = paid + PAIR_GAP
