"""What happened in the demo city, as a list of deeds in order of time. Pure: the same seed, the same city."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

WEEKS = 5
# How far a report has come after some time; `shape` is the chain of what officers did with it.
SHAPES = {
    "new": (),
    "answered": ("answer",),
    "working": ("answer", "diproses"),
    "asking": ("diproses", "ask"),
    "waiting_for_others": ("answer", "koordinasi"),
    "done": ("answer", "diproses", "note", "selesai"),
    "quickly_done": ("diproses", "selesai"),
    "rejected": ("ditolak",),
}
FRESH = {"new": 6, "answered": 2, "working": 2}
RECENT = {"new": 2, "answered": 2, "working": 4, "asking": 2, "waiting_for_others": 1, "quickly_done": 3}
OLD = {"working": 2, "waiting_for_others": 1, "done": 8, "quickly_done": 5, "rejected": 1}
NEGLECTED = {"new": 4, "answered": 1, "done": 1}


@dataclass(frozen=True)
class Deed:
    """At `at`, `what` is done to the report made from case number `case`, with these `words`."""

    at: datetime
    case: int
    what: str
    words: str = ""


def plan(
    cases: Sequence[dict[str, Any]],
    words: dict[str, Any],
    agency_of: dict[str, str],
    *,
    now: datetime,
    seed: int = 7,
) -> list[Deed]:
    """All deeds before `now`, oldest first. `agency_of`: category code → agency code."""
    dice = random.Random(seed)
    deeds: list[Deed] = []
    for number, case in enumerate(cases):
        slow = agency_of[case["category"]] in words["slow"]
        deeds += _story(number, words, slow=slow, dice=dice, now=now)
    return sorted((deed for deed in deeds if deed.at < now), key=lambda deed: (deed.at, deed.case))


def _story(case: int, words: dict[str, Any], *, slow: bool, dice: random.Random, now: datetime) -> list[Deed]:
    days = dice.betavariate(1.0, 1.7) * WEEKS * 7
    at = now - timedelta(days=days)
    weights = NEGLECTED if slow else FRESH if days < 1 else RECENT if days < 6 else OLD
    shape = dice.choices(list(weights), list(weights.values()))[0]
    deeds = [Deed(at, case, "file")]
    pace = (60.0 if slow else 9.0, 14.0)  # mean hours to the first deed, and between later ones
    for step, what in enumerate(SHAPES[shape]):
        at += timedelta(hours=0.2 + dice.expovariate(1 / pace[min(step, 1)]))
        deeds.append(Deed(at, case, what, _words(what, words, dice)))
        if what == "answer" and dice.random() < 0.3:
            deeds.append(Deed(at + timedelta(minutes=40), case, "resident", dice.choice(words["residents"])))
        if what == "selesai" and dice.random() < 0.4:
            deeds.append(Deed(at + timedelta(hours=dice.uniform(1, 20)), case, "accept"))
    return deeds


def _words(what: str, words: dict[str, Any], dice: random.Random) -> str:
    source = {
        "answer": "answers", "ask": "questions", "selesai": "done", "ditolak": "rejected",
        "koordinasi": "coordination", "note": "notes",
    }.get(what)  # fmt: skip
    return dice.choice(words[source]) if source else ""
