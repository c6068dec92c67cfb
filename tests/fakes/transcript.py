"""Transcripts: Markdown files that read like chats and are run as tests.

A line that begins with "Warga" is something the resident does, one with "Petugas" something an officer does,
one in brackets changes the circumstances; what stands between two such lines is what Sorot must say, word for
word.
`TRANSCRIPTS=write` writes down what Sorot says instead, to be read before it is committed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.dialogue.types import Reply
from routing.domain.lifecycle import Status
from routing.reports import housekeeping, officers_work
from storage.db import transaction
from storage.models import Officer, Report
from tests.factories import people
from tests.fakes.after_acts import ACTS as AFTER
from tests.fakes.crew import ACTS as CREW
from tests.fakes.crew import Crew
from tests.fakes.engines import KeywordEngine, RaisingEngine
from tests.fakes.filing_acts import ACTS as FILING
from tests.fakes.resident import Resident
from tests.fakes.unexpected_acts import ACTS as UNEXPECTED

_DOES = "mengirim|menekan|membagikan|meneruskan|mengubah|menulis|memblokir|membuka"
_ACT = re.compile(rf"(?:Regu(?::| )|Warga(?: lain)?(?::| (?:{_DOES}))|Petugas m\w+|Petugas b\w+|\().*")
_POINT = re.compile(r"\((-?[\d.]+), (-?[\d.]+)\)")


@dataclass
class Entry:
    """One line that is done, and what Sorot said or must say to it."""

    act: str
    said: str


def read(path: Path) -> tuple[str, list[Entry]]:
    """The heading and the entries of a transcript."""
    head: list[str] = []
    entries: list[Entry] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if _ACT.fullmatch(line):
            entries.append(Entry(line, ""))
        elif entries:
            entries[-1].said += line + "\n"
        else:
            head.append(line)
    for entry in entries:
        entry.said = entry.said.strip()
    return "\n".join(head).strip(), entries


def write(path: Path, head: str, entries: list[Entry]) -> None:
    """The transcript as a file again."""
    blocks = [f"{entry.act}\n\n{entry.said}".strip() for entry in entries]
    path.write_text("\n\n".join([head, *blocks]) + "\n", encoding="utf-8")


def shown(replies: tuple[Reply, ...]) -> str:
    """Replies as they stand in a transcript: quoted, with what hangs on them."""
    return "\n\n".join("\n".join(_quoted(reply)) for reply in replies)


def _quoted(reply: Reply) -> Iterator[str]:
    for line in reply.text.split("\n"):
        yield f"> {line}".rstrip()
    extras = [f"[{button.title}]" for button in reply.buttons]
    if reply.picture:
        extras.append("(foto)")
    if reply.dial:
        extras.append(f"(telepon {reply.dial})")
    if reply.link:
        extras.append(f"(tautan: {reply.link.title})")
    if reply.ask_location:
        extras.append("(tombol lokasi)")
    if extras:
        yield ">"
        yield "> " + " ".join(extras)


@dataclass
class Stage:
    """The people of one transcript, and what each kind of line makes them do."""

    warga: Resident = field(default_factory=Resident)
    other: Resident = field(default_factory=Resident)
    crew: Crew = field(default_factory=Crew)

    def play(self, act: str) -> str:
        """Do what the line says; what Sorot answers to whoever acted."""
        who = self.other if act.startswith("Warga lain") else self.warga
        act = act.removeprefix("Warga lain").removeprefix("Warga").strip()
        for beginning, do in ACTS.items():
            if act.startswith(beginning):
                return shown(do(self, who, act.removeprefix(beginning).strip()))
        raise ValueError(f"nobody knows how to do: {act}")


def _press(stage: Stage, who: Resident, title: str) -> tuple[Reply, ...]:
    return who.press(title.strip("[]"))


def _press_old(stage: Stage, who: Resident, identity: str) -> tuple[Reply, ...]:
    return who.press_id(identity)


def _point(stage: Stage, who: Resident, place: str) -> tuple[Reply, ...]:
    found = _POINT.search(place)
    assert found, place
    return who.share(float(found[1]), float(found[2]))


def _later(stage: Stage, who: Resident, time: str) -> tuple[Reply, ...]:
    """So many days or hours pass, and the house is kept."""
    number, unit = time.rstrip(")").split()[:2]
    stage.warga.now += timedelta(hours=int(number)) if unit == "jam" else timedelta(days=int(number))
    with transaction() as tx:
        housekeeping.run(tx, now=stage.warga.now)
    return stage.warga.read()


def _broken(stage: Stage, who: Resident, rest: str) -> tuple[Reply, ...]:
    stage.warga.engine = RaisingEngine()
    return ()


def _mended(stage: Stage, who: Resident, rest: str) -> tuple[Reply, ...]:
    stage.warga.engine = KeywordEngine()
    return ()


def _officer(work: Callable[..., object]) -> Callable[[Stage, Resident, str], tuple[Reply, ...]]:
    def act(stage: Stage, who: Resident, words: str) -> tuple[Reply, ...]:
        with transaction() as tx:
            report = tx.get_one(Report, stage.warga.reports()[-1].id)
            officer = people.officer(tx, agency=report.agency_code)
            work(tx, officer, report, words, stage)
        return stage.warga.read()

    return act


def _answers(tx: object, officer: Officer, report: Report, words: str, stage: Stage) -> None:
    officers_work.answer(tx, officer=officer, report=report, text=words, now=stage.warga.now)  # type: ignore[arg-type]


def _asks(tx: object, officer: Officer, report: Report, words: str, stage: Stage) -> None:
    officers_work.ask(tx, officer=officer, report=report, text=words, now=stage.warga.now)  # type: ignore[arg-type]


def _moves(to: Status) -> Callable[..., None]:
    def move(tx: object, officer: Officer, report: Report, words: str, stage: Stage) -> None:
        officers_work.change_status(
            tx, officer=officer, report=report, to=to, reason=words, now=stage.warga.now  # type: ignore[arg-type]
        )  # fmt: skip

    return move


ACTS: dict[str, Callable[[Stage, Resident, str], tuple[Reply, ...]]] = {
    **UNEXPECTED,
    **AFTER,
    **FILING,
    **CREW,
    "menekan tombol lama": _press_old,
    "menekan": _press,
    "membagikan lokasi": _point,
    "mengirim foto:": lambda stage, who, text: who.send_photo(text),
    "mengirim foto": lambda stage, who, text: who.send_photo(),
    ":": lambda stage, who, text: who.say(text),
    "Petugas menjawab:": _officer(_answers),
    "Petugas bertanya:": _officer(_asks),
    "Petugas mulai mengerjakan": _officer(_moves(Status.DIPROSES)),
    "Petugas menyelesaikan:": _officer(_moves(Status.SELESAI)),
    "Petugas menolak:": _officer(_moves(Status.DITOLAK)),
    "(mesin pemahaman rusak)": _broken,
    "(mesin pemahaman pulih)": _mended,
    "(lewat": _later,
}
