"""Residents who hold a whole conversation with the bot and do not give up while it is being killed."""

import re
import threading
from dataclasses import dataclass, field

from tests.fakes.telegram_shapes import Json
from tests.fakes.telegram_user import User

NUMBER = re.compile(r"BKS-\d{4}-\d{5}")
# What a resident presses, the first that is there. Any other question is answered by its first button.
WANTED = ("Kirim", "Lewati", "Ya, laporkan", "Laporan baru")
PLACES = (
    "Kranji",
    "Pejuang",
    "Jatiasih",
    "Pengasinan",
    "Mustikasari",
    "Duren Jaya",
    "Jatiwaringin",
    "Aren Jaya",
)
MATTERS = (
    "Lampu jalan di {} padam sejak tiga malam lalu, ini laporan warga nomor {}",
    "Sampah di {} belum diangkut empat hari, ini laporan warga nomor {}",
    "Jalan berlubang besar di {}, ini laporan warga nomor {}",
)
KRANJI = (-6.2266, 106.9790)


@dataclass
class Resident:
    """One person: tells, answers what the bot asks, and is content with a report number."""

    user: User
    index: int
    number: str | None = None
    seen: int = 0
    trail: list[str] = field(default_factory=list)

    def run(self, *, seconds: float) -> None:
        """Talk until there is a number; TimeoutError when the bot falls silent for `seconds`."""
        place = PLACES[self.index % len(PLACES)]
        self.user.text(MATTERS[self.index % len(MATTERS)].format(place, self.index))
        for _ in range(12):
            self.user.wait_for(self._asks_or_tells, after=self.seen, seconds=seconds)
            # Like a person, look at the newest: a kill between sending and noting it sends a message twice.
            message = [said for said in self.user.sees() if self._asks_or_tells(said)][-1]
            self.seen = message["message_id"]
            self.trail.append(message.get("text", ""))
            if found := NUMBER.search(message.get("text", "")):
                self.number = found[0]
                return
            self._answer(message)
        raise AssertionError(f"no number after twelve questions: {self.trail}")

    def _asks_or_tells(self, message: Json) -> bool:
        return bool(buttons(message) or asks_place(message) or NUMBER.search(message.get("text", "")))

    def _answer(self, message: Json) -> None:
        titles = [title for title, _ in buttons(message)]
        chosen = next((wish for wish in WANTED if wish in titles), None)
        if chosen is None and asks_place(message):
            self.user.location(*KRANJI)
        else:
            data = dict(buttons(message))[chosen or titles[0]]
            self.user.press(data)


def buttons(message: Json) -> list[tuple[str, str]]:
    """(title, data) of the message's inline buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(b["text"], b["callback_data"]) for row in rows for b in row if "callback_data" in b]


def asks_place(message: Json) -> bool:
    """Whether the message offers to share the location."""
    rows = message.get("reply_markup", {}).get("keyboard", [])
    return any(button.get("request_location") for row in rows for button in row if isinstance(button, dict))


def speak(residents: list[Resident], *, over: float, seconds: float) -> list[str]:
    """Let all residents talk, starting one after the other over `over` seconds.

    `seconds`: how long one waits for an answer. Returns what went wrong, [] when nothing.
    """
    wrong: list[str] = []

    def talk(resident: Resident) -> None:
        try:
            resident.run(seconds=seconds)
        except (TimeoutError, AssertionError, KeyError) as error:
            wrong.append(f"{resident.index}: {error}")

    threads = [threading.Thread(target=talk, args=(resident,), daemon=True) for resident in residents]
    for thread in threads:
        thread.start()
        threading.Event().wait(over / len(residents))
    for thread in threads:
        thread.join(seconds * 2)
    return wrong
