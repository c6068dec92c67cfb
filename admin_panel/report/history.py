"""Events of a report as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from routing.city.catalogue import Catalogue
from routing.domain.deadline_table import DeadlineKind
from routing.reports.story import Happened
from routing.texts import promised_local
from routing.words import STATUS
from storage.event_kinds import EventKind

CLOCKS = {
    DeadlineKind.FIRST: "tanggapan pertama", DeadlineKind.END: "penyelesaian",
    DeadlineKind.CHECK: "pemeriksaan hasil",
}  # fmt: skip
WHOM = {"kepala": "kepala kantor", "operator": "pusat operasi"}  # the others are called so


@dataclass(frozen=True)
class HistoryStep:
    """One line of the history: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str
    kind: str


def steps(history: Sequence[Happened], city: Catalogue, officers: Mapping[int, str]) -> list[HistoryStep]:
    """All events in words, newest first; residents who joined one after the other make one line.

    So do the rungs of one clock that came at one moment: the highest says it all.

    officers: names by id, of those the report was given to.
    """
    told: list[HistoryStep] = []
    joined = 0
    rung: tuple[datetime, str] | None = None
    for happened in history:
        made = step(happened, city, officers)
        before, rung = rung, _rung(happened)
        if rung and rung == before:
            told.pop()
        joined = joined + 1 if made.kind == EventKind.REPORT_SUPPORTED else 0
        if joined > 1:
            told[-1] = replace(made, what=f"{joined} warga ikut mendukung")
        else:
            told.append(made)
    return told[::-1]


def step(happened: Happened, city: Catalogue, officers: Mapping[int, str]) -> HistoryStep:
    """An event in words."""
    event = happened.event
    actors = {"warga": "Warga", "sistem": "Sistem", "sensor": "Alat pantau"}
    who = happened.officer or actors.get(event.actor, "Petugas")
    return HistoryStep(event.at, who, _what(happened, city, officers), happened.reason, event.kind)


def _rung(happened: Happened) -> tuple[datetime, str] | None:
    """When which clock came to a rung of the ladder; None for any other event."""
    event = happened.event
    return (event.at, event.data["clock"]) if event.kind == EventKind.DEADLINE_WARNED else None


def _what(happened: Happened, city: Catalogue, officers: Mapping[int, str]) -> str:
    data, kind = happened.event.data, happened.event.kind
    if kind == EventKind.REPORT_CATEGORY:
        code = data.get("category", "")
        return f"Kategori menjadi {city.categories[code].name if code in city.categories else code}"
    if kind == EventKind.REPORT_FORWARDED:
        target = city.agencies.get(data.get("to_agency", ""))
        return f"Diteruskan ke {target.name if target else data.get('to_agency', '')}"
    if kind == EventKind.DEADLINE_WARNED:
        whose = CLOCKS.get(data["clock"], data["clock"])
        whom = WHOM.get(data["who"], data["who"])
        return f"Peringatan tenggat {whose} untuk {whom}: {data['at']}% waktunya terpakai"
    if kind == EventKind.REPORT_SPLIT:
        return (
            f"Dipecah dari {data['of']}" if "of" in data else f"Dipecah: dibuat {', '.join(data['numbers'])}"
        )
    if kind == EventKind.REPORT_GIVEN:
        return _given(happened, officers)
    if kind == EventKind.REPORT_ROUTED:
        office = city.agencies.get(data.get("agency", ""))
        return f"Ditentukan untuk {office.name}" if office else EventKind.of(kind).history
    sentence = EventKind.of(kind).history
    if due := data.get("due"):
        return f"{sentence}: {', '.join(promised_local(datetime.fromisoformat(one)) for one in due)}"
    if not data.get("to"):
        return sentence
    moved = f"Status menjadi {STATUS[data['to']].name}"
    return moved if kind == EventKind.REPORT_STATUS else f"{sentence} · {moved}"


def _given(happened: Happened, officers: Mapping[int, str]) -> str:
    """Taken by who did it, or given to a colleague."""
    to = int(happened.event.data["to_officer"])
    if happened.event.actor == f"petugas:{to}":
        return "Memegang laporan ini"
    name, data = officers.get(to, "petugas lain"), happened.event.data
    if meant := data.get("for"):
        return f"Diserahkan ke {name}, pengganti {officers.get(int(meant), 'petugas')} selama cuti"
    return f"Dibagikan ke {name}" if data.get("by") else f"Diserahkan ke {name}"
