"""A resident at the web chat's own door, over HTTP: for `sorot replay` and the benchmarks."""

import re
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

NUMBER = re.compile(r"\b[A-Z]{2,5}-\d{4}-\d{5}\b")
HEADERS = {"X-Sorot-Chat": "1"}
PATIENCE = 10.0  # seconds to wait for an answer
LONGEST = 4000  # characters the chat takes; a longer text is cut as the browser's field would
LOOK_EVERY = 0.004  # seconds between two looks for the answer


class Silent(Exception):
    """The bot did not answer in time."""


@dataclass
class WebResident:
    """One browser with a session of its own. `turns` collects seconds from sending to the answer seen."""

    http: httpx2.Client
    seen: int = 0
    turns: list[float] = field(default_factory=list)

    @classmethod
    def arrive(cls, address: str) -> "WebResident":
        """Open the chat at `address` (http://host:port)."""
        http = httpx2.Client(base_url=address, headers=HEADERS, timeout=PATIENCE)
        http.post("/chat/session", json={}).raise_for_status()
        return cls(http)

    def leave(self) -> None:
        """Say what was read, and close the browser."""
        if self.seen:
            self.http.post("/chat/ack", json={"up_to": self.seen}).raise_for_status()
        self.http.close()

    def say(self, **said: Any) -> list[dict[str, Any]]:
        """Send one message (text=, button=, point=) and return the bot's answers to it."""
        begun = time.perf_counter()
        if "text" in said:
            said["text"] = said["text"][:LONGEST]
        self.http.post("/chat/messages", json={"id": uuid4().hex, **said}).raise_for_status()
        answers = self._answers(begun + PATIENCE)
        self.turns.append(time.perf_counter() - begun)
        return answers

    def _answers(self, until: float) -> list[dict[str, Any]]:
        while time.perf_counter() < until:
            found = self.http.get("/chat/messages", params={"after": self.seen}).raise_for_status()
            fresh = [m for m in found.json()["messages"] if m["n"] > self.seen]
            if fresh:
                self.seen = fresh[-1]["n"]
                return fresh
            time.sleep(LOOK_EVERY)
        raise Silent

    def report(self, text: str, point: tuple[float, float], *, most: int = 12) -> str | None:
        """Tell the matter and answer what is asked; the report's number, None when none came of it."""
        answers = self.say(text=text)
        for _ in range(most):
            for answer in answers:
                # A question may name somebody else's report; the answer that names one's own asks nothing.
                if not answer.get("buttons") and (found := NUMBER.search(answer["text"])):
                    return found[0]
            answers = self._reply(answers[-1], point)
            if not answers:
                return None
        return None

    def _reply(self, question: dict[str, Any], point: tuple[float, float]) -> list[dict[str, Any]]:
        """Answer as a patient resident: share the place, take the first choice, say no to photos, send."""
        if question.get("ask_location"):
            return self.say(point={"lat": point[0], "lon": point[1]})
        buttons = {
            action: (id_, title) for id_, title in question.get("buttons", []) if (action := _action(id_))
        }
        wanted = [*EAGER, *(action for action in buttons if action.startswith(CHOICES))]
        chosen = next((buttons[action] for action in wanted if action in buttons), None)
        return self.say(button=chosen[0], title=chosen[1]) if chosen else []


# What a button means stands behind the colon of its id (see `bot.dialogue.ask`); pressed in this order.
EAGER = ("apart", "one-report", "send", "record", "skip", "file-too", "yes-report", "new-report")
CHOICES = ("cat:", "kel:", "kec:")


def _action(button_id: str) -> str:
    return button_id.partition(":")[2]
