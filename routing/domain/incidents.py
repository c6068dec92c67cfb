"""Which reports and alerts tell of one happening (kejadian), by place, time and kind; and why, in words.

A sign is a resident's report or a gauge's alert. Two residents' signs are held together by metres; a gauge
and a place by the river alone: how near they lie says nothing, water that cannot be there yet speaks against.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from routing.domain.distance import haversine
from routing.domain.river import Relation, Side, Station, relation

SAME_KELURAHAN = 0.7  # what a kelurahan that both name is worth where a point is missing
ALONG_THE_RIVER = 0.9
KIN = 0.85  # of another category of the same kind of event
TOO_EARLY = timedelta(hours=1)  # before the water can be there: rain, not the river


class IncidentState(StrEnum):
    """Where an event stands."""

    PROPOSED = "diusulkan"
    OPEN = "terbuka"
    CLOSED = "selesai"
    DISMISSED = "ditolak"
    JOINED = "digabung"


LIVING = (IncidentState.PROPOSED, IncidentState.OPEN)
ALLOWED: Mapping[IncidentState, frozenset[IncidentState]] = {
    IncidentState.PROPOSED: frozenset({IncidentState.OPEN, IncidentState.DISMISSED, IncidentState.JOINED}),
    IncidentState.OPEN: frozenset({IncidentState.CLOSED, IncidentState.JOINED}),
    IncidentState.CLOSED: frozenset({IncidentState.OPEN}),
    IncidentState.DISMISSED: frozenset({IncidentState.PROPOSED}),
    IncidentState.JOINED: frozenset({IncidentState.OPEN, IncidentState.PROPOSED}),
}


class Trend(StrEnum):
    """More, as much, or less than before."""

    RISING = "naik"
    STEADY = "tetap"
    FALLING = "turun"


@dataclass(frozen=True)
class IncidentKind:
    """A kind of event; see the city's `incidents.yml`."""

    code: str
    name: str
    categories: frozenset[str]
    reach: float
    hours: float
    signs: int
    agencies: tuple[str, ...] = ()
    river: bool = False
    alone: int | None = None
    siaga: int | None = None
    checklist: tuple[tuple[str, str], ...] = ()  # what is to be done: (code, words), in order


@dataclass(frozen=True)
class Sign:
    """point: where it is exact. who: the person, None for a gauge. station, siaga: of an alert."""

    id: int
    category: str
    at: datetime
    kelurahan: str
    point: tuple[float, float] | None = None
    who: int | None = None
    station: Station | None = None
    siaga: int | None = None


@dataclass(frozen=True)
class Bond:
    """How likely two signs, or a sign and an event, tell of one happening: 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...] = ()


NONE = Bond(0.0)


def bond(one: Sign, other: Sign, kind: IncidentKind, stations: Sequence[Station]) -> Bond:
    """Symmetric: place x time x kind."""
    if one.station is None and other.station is not None:
        one, other = other, one
    if one.station is not None:
        return _by_river(one, other, one.station, stations, kind) if kind.river else NONE
    place, said = _by_place(one, other, kind)
    hours = abs((one.at - other.at).total_seconds()) / 3600
    time = 1 / (1 + (hours / kind.hours) ** 2)
    same = one.category == other.category
    reasons = (said, _apart(hours), "jenisnya sama" if same else "jenisnya berdekatan")
    return Bond(round(place * time * (1.0 if same else KIN), 3), reasons) if place else NONE


def _by_place(one: Sign, other: Sign, kind: IncidentKind) -> tuple[float, str]:
    if one.point and other.point:
        metres = haversine(one.point, other.point)
        return 1 / (1 + (metres / kind.reach) ** 2), f"jaraknya {_metres(metres)}"
    if one.kelurahan and one.kelurahan == other.kelurahan:
        return SAME_KELURAHAN, "kelurahannya sama"
    return 0.0, ""


def _by_river(
    alert: Sign, other: Sign, station: Station, stations: Sequence[Station], kind: IncidentKind
) -> Bond:
    found = relation(other.kelurahan, station, stations)
    if found is None and other.station is not None:
        found = relation(alert.kelurahan, other.station, stations)
        alert, other = other, alert
    if found is None:
        return NONE
    early, late = _window(alert.at, found, kind)
    if other.at < early:
        gap, scale, said = early - other.at, TOO_EARLY, "lebih awal daripada airnya"
    elif other.at > late:
        gap, scale, said = other.at - late, timedelta(hours=kind.hours), "lama sesudah airnya"
    else:
        gap, scale, said = timedelta(0), TOO_EARLY, "pada waktu air sampai"
    time = 1 / (1 + (gap / scale) ** 2)
    return Bond(round(ALONG_THE_RIVER * time, 3), (found.said, said))


def _window(at: datetime, found: Relation, kind: IncidentKind) -> tuple[datetime, datetime]:
    """From when to when water of the gauge's alert stands in the place."""
    first, latest = found.minutes or (0, 0)
    if found.side is Side.ABOVE:
        return at - timedelta(minutes=latest) - TOO_EARLY, at + timedelta(hours=kind.hours)
    return at + timedelta(minutes=first) - TOO_EARLY, at + timedelta(minutes=latest, hours=kind.hours)


def best(sign: Sign, members: Iterable[Sign], kind: IncidentKind, stations: Sequence[Station]) -> Bond:
    """How a sign is bound to an event: by the member it is likest to."""
    bonds = (bond(sign, member, kind, stations) for member in members if member.id != sign.id)
    return max(bonds, key=lambda found: found.score, default=NONE)


def together(
    seed: Sign, others: Sequence[Sign], kind: IncidentKind, stations: Sequence[Station], *, least: float
) -> dict[int, Bond]:
    """The signs that hang together with the seed, each by its strongest bond on the way; the seed too."""
    found, waiting = {seed.id: Bond(1.0, ("mulai dari sini",))}, deque([seed])
    while waiting:
        one = waiting.popleft()
        for other in others:
            if other.id not in found and (tied := bond(one, other, kind, stations)).score >= least:
                found[other.id] = tied
                waiting.append(other)
    return found


def weight(signs: Iterable[Sign], alert_counts: Mapping[int, int]) -> int:
    """So many residents, each once, and alerts by how serious they are."""
    rows = list(signs)
    alerts = sum(alert_counts.get(sign.siaga, 0) for sign in rows if sign.siaga is not None)
    unnamed = sum(sign.who is None and sign.station is None for sign in rows)
    return len({sign.who for sign in rows if sign.who is not None}) + unnamed + alerts


def stands_alone(signs: Iterable[Sign], kind: IncidentKind, alert_counts: Mapping[int, int]) -> str:
    """Why no person need confirm it, "" when one must."""
    rows = list(signs)
    people = weight((sign for sign in rows if sign.station is None), alert_counts)
    worst = min((sign.siaga for sign in rows if sign.siaga is not None), default=None)
    if kind.siaga is not None and worst is not None and worst <= kind.siaga and people:
        return f"Siaga {worst} dan laporan warga"
    if kind.alone is not None and people >= kind.alone:
        return f"{people} warga melaporkan"
    return ""


def trend(times: Iterable[datetime], now: datetime) -> Trend:
    """The last hour against the hour before; small numbers are no trend."""
    ages = [(now - at).total_seconds() / 3600 for at in times]
    last, before = sum(age < 1 for age in ages), sum(1 <= age < 2 for age in ages)
    if last >= before + max(2, before * 0.3):
        return Trend.RISING
    return Trend.FALLING if before >= last + max(2, last * 0.3) else Trend.STEADY


def _metres(metres: float) -> str:
    if metres < 995:
        return f"{round(metres / 10) * 10} m"
    return f"{metres / 1000:.1f} km".replace(".", ",")


def _apart(hours: float) -> str:
    if hours < 1:
        return f"selisih {max(1, round(hours * 60))} menit"
    return f"selisih {round(hours)} jam"
