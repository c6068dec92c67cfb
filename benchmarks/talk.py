"""Random conversations through the pure dialogue: what may never happen, and how long a turn takes.

    python -m benchmarks.talk --conversations 10000 --home .dev/model

Each conversation is a walk of odd texts, buttons (new and old), pictures, places and officers' deeds over the
city as shipped, understood by the embedded engine. Told as JSON: turns, errors, dead ends (what neither a few
ordinary answers nor "batal" end), questions put twice in a row in the same words, reports that do not add up,
and the milliseconds of processor time of a turn. It ends with 1 when any of those four is not nought.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from pathlib import Path
from typing import cast

from bot.city import facts_of
from bot.dialogue.commands import FileReport
from bot.dialogue.state import Step
from bot.dialogue.types import Reply
from bot.understanding import understand_any, understand_parts
from nlu.engine import load_engine
from nlu.types import Engine, Understanding
from routing.city.catalogue import catalogue
from storage import db
from tests.factories import city
from tests.unit.bot.dialogue import chat as small
from tests.unit.bot.dialogue.chat import INSIDE, OUTSIDE, Chat

# Odd, ordinary and contrary things that people write, in our own words.
TEXTS = (
    "ya", "iya bener kirim", "ga", "engga", "lewati", "gatau", "kirim", "batal", "ga jadi deh",
    "nanti dulu", "salah", "salah semua", "petugas", "halo", "assalamualaikum", "p", "makasih ya",
    "bantuan", "laporan saya", "1", "2", "9", "???", "asdf qwer", "ok", "👍", "", "ga ada foto",
    "tanpa foto aja", "mboten wonten", "teu aya", "kaga ada bang", "jalan bolong parah di kranji",
    "lampu gang mati", "sampah numpuk seminggu di bintara jaya rt 3", "banjir",
    "banjir selutut di jatiasih", "got mampet trus lampunya juga mati",
    "1. jalan rusak 2. pohon mau tumbang", "kucing saya lucu banget", "hari ini ulang tahun saya",
    "lagi gabut", "mantap pemkot", "tetangga saya", "parah", "ada yang aneh di sana",
    "itu loh yang kemarin", "kranji", "di bintara", "bekasi timur", "bukan kranji tapi bintara",
    "eh salah, di pejuang", "maksud saya lampu merah", "bukan lampu tapi tiang", "ralat rt 5", "eh 3 meter",
    "udah 2 minggu", "airnya makin tinggi", "ada bayi di dalam", "kok lama banget", "kapan diperbaiki",
    "siapa yang urus", "ini robot ya", "nama saya kelihatan ga", "bayar ga", "data saya aman kan",
    "jangan sebut nama saya", "rahasiakan ya", "saya takut ketahuan", "hapus data saya", "percuma lapor",
    "dasar pejabat ga becus", "ganti lokasinya", "ganti jenisnya",
    "tolong tambahin kalau kemarin ada yang jatuh", "there is a pothole near my house", "no photo",
    "i don't know", "cancel", "how long will it take?", "knee deep", "status", "BKS-2611-00001",
    "sudah beres", "5", "bintang 3", "dukung", "pisah aja", "jangan dipisah", "dua-duanya", "laporan baru",
    "lurah minta uang 200 ribu", "air sedada nenek saya ga bisa keluar", "tolong", "peringatan kranji",
    "berhenti semua", "/start", "x" * 400,
    "selamat siang pak, mohon izin melaporkan bahwa saluran air di depan sekolah pengasinan tersumbat",
)  # fmt: skip
STEPS_A_TALK = (4, 16)
ENDS = ("lewati", "ga tau", "ya", "kirim", "lewati", "kirim", "batal", "batal", "batal")


class Walk:
    """One person at random."""

    def __init__(self, engine: Engine, seed: int, found: Counter[str], spent: list[float]) -> None:
        self.engine, self.found, self.spent = engine, found, spent
        self.random, self.chat = random.Random(seed), Chat()  # noqa: S311 - no secret
        self.asked = ""  # the question put last, with its step
        self.pictures = 0

    def go(self) -> None:
        """Talk, then see that there is a way out."""
        for _ in range(self.random.randint(*STEPS_A_TALK)):
            self.step()
        for text in ENDS:
            if self.chat.at(Step.IDLE):
                break
            self.say(text)
        for _ in range(3 + 2 * len(self.chat.conversation.parked)):
            self.say("batal") if not self.chat.at(Step.IDLE) else None
        self.found["dead_ends"] += not self.chat.at(Step.IDLE)
        filed = sum(isinstance(command, FileReport) for command in self.chat.done)
        erased = any(type(command).__name__ == "EraseData" for command in self.chat.done)
        self.found["reports_wrong"] += not erased and filed != len(self.chat.reports)
        self.found["reports"] += filed

    def step(self) -> None:
        chance, pressed = self.random.random(), self.chat.buttons
        if pressed and chance < 0.3:
            self.timed(lambda: self.chat.press_id(self.random.choice(pressed).id))
        elif chance < 0.34:
            self.timed(lambda: self.chat.press_id(f"{self.random.randint(0, 9)}:send"))
        elif chance < 0.39:
            self.pictures += 1
            self.timed(lambda: self.chat.photo(f"foto{self.pictures}"))
        elif chance < 0.43:
            self.timed(lambda: self.chat.share(self.random.choice([INSIDE, OUTSIDE])))
        elif chance < 0.46 and self.chat.reports and self.chat.reports[-1].open:
            status = self.random.choice(["diproses", "menunggu_warga", "selesai"])
            resolved = self.chat.now if status == "selesai" else None
            self.chat.set(self.chat.reports[-1].number, status, resolved_at=resolved)
        else:
            self.say(self.random.choice(TEXTS))

    def say(self, text: str) -> None:
        whole, parts = understood(cast("Hashable", self.engine), text)
        self.timed(lambda: self.chat.say(text, whole, parts))

    def timed(self, act: Callable[[], Sequence[Reply]]) -> None:
        begun = time.thread_time()  # of the processor: the machine may be busy with other things
        decided = act()
        self.spent.append(time.thread_time() - begun)
        self.found["turns"] += 1
        c = self.chat.conversation
        told = c.draft.text[:20] if c.draft else ""
        question = f"{c.step}|{told}|{decided[-1].text}" if decided and c.step is not Step.IDLE else ""
        self.found["same_words_twice"] += bool(question) and question == self.asked
        self.asked = question


@cache
def understood(engine: Engine, text: str) -> tuple[Understanding | None, tuple[Understanding, ...]]:
    """What the engine makes of a text, worked out once: here the dialogue is measured."""
    whole = understand_any(engine, text)
    return whole, understand_parts(engine, whole)


def main() -> None:
    """Run and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--conversations", type=int, default=1000)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    engine, found, spent = load_engine(options.home), Counter[str](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        db.configure(f"sqlite:///{folder}/city.db")
        db.create_schema()
        with db.transaction() as tx:
            city.load(tx)
            small.CITY = facts_of(catalogue(tx))
    for number in range(options.conversations):
        try:
            Walk(engine, options.seed * 1_000_003 + number, found, spent).go()
        except Exception as error:  # whatever it is, it is counted, shown, and the next one goes on
            found["errors"] += 1
            print(f"conversation {number}: {type(error).__name__}: {error}", file=sys.stderr)
    cuts = statistics.quantiles((second * 1000 for second in spent), n=1000)
    bad = {name: found[name] for name in ("errors", "dead_ends", "same_words_twice", "reports_wrong")}
    figures = {
        "conversations": options.conversations, "turns": found["turns"], "reports": found["reports"], **bad,
        "median_ms": round(cuts[499], 3), "p99_ms": round(cuts[989], 3), "p999_ms": round(cuts[998], 3),
    }  # fmt: skip
    print(json.dumps(figures, indent=2))
    sys.exit(any(bad.values()))


if __name__ == "__main__":
    main()
