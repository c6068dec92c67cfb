"""A rule about what is measured: what it asks, where, when, and whose matter it becomes. Read from data."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.clock import LOCAL

MOST_RULES, MOST_CHECKS, MOST_THINGS = 200, 3, 200
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
DAY_MINUTES = 24 * 60
LONGEST = 31 * DAY_MINUTES  # minutes of a window


class BadSensorRules(ValueError):
    """What is wrong with the rules, in Indonesian."""


class CheckKind(StrEnum):
    """What is asked of a datastream."""

    ABOVE = "di_atas"
    BELOW = "di_bawah"
    RISE = "naik"
    SUM = "jumlah"
    MISSING = "diam"


@dataclass(frozen=True)
class SensorCheck:
    """One question. limit: a value; of RISE how much higher, of SUM how much in all (the kind's own unit).

    back: ABOVE and BELOW end only here (hysteresis). minutes: the window of RISE and SUM, the silence of
    MISSING. things: codes; none: every thing of the kind.
    """

    kind: str
    test: CheckKind
    limit: float = 0.0
    back: float = 0.0
    minutes: int = 0
    things: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleHours:
    """When a rule is asked: days (0 is Monday) and minutes of the day (local); an end before the start is the
    next day's."""

    days: frozenset[int]
    start: int
    end: int

    def covers(self, moment: datetime) -> bool:
        """Whether this moment is one of them."""
        local = moment.astimezone(LOCAL)
        minute, day = local.hour * 60 + local.minute, local.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= minute < self.end
        if minute >= self.start:
            return day in self.days
        return minute < self.end and (day - 1) % 7 in self.days


@dataclass(frozen=True)
class SensorRule:
    """Whose matter it becomes when its checks hold for `hold` minutes.

    One check: each datastream for itself. Several: all of them must hold (`together`: "semua") or one of them
    ("salah_satu"), each for any of its datastreams. `at_least`: so many things of a group (their property
    `group`) must hold, each for itself. ends: "sendiri" when it holds no more, or "petugas": by a person.
    """

    code: str
    name: str
    checks: tuple[SensorCheck, ...]
    agency: str
    category: str
    together: str = "semua"
    at_least: int = 0
    group: str = ""
    hold: int = 0
    hours: RuleHours | None = None
    urgent: bool = False
    ends: str = "sendiri"
    on: bool = True

    @property
    def window(self) -> timedelta:
        """How far back its checks look."""
        return timedelta(minutes=max(check.minutes for check in self.checks))


def read(document: Mapping[str, Any]) -> tuple[SensorRule, ...]:
    """The rules of a document; BadSensorRules says what cannot be so."""
    rows = document.get("rules", [])
    if not isinstance(rows, list) or len(rows) > MOST_RULES:
        raise BadSensorRules(f"Paling banyak {MOST_RULES} aturan.")
    found = tuple(_rule(row) for row in rows)
    if len({rule.code for rule in found}) != len(found):
        raise BadSensorRules("Dua aturan punya kode yang sama.")
    return found


def write(rules: Sequence[SensorRule]) -> dict[str, Any]:
    """As `read` takes them."""
    return {"rules": [_row(rule) for rule in rules]}


def check_names(
    rules: Sequence[SensorRule], *, kinds: Collection[str], things: Collection[str],
    agencies: Collection[str], categories: Collection[str],
) -> None:  # fmt: skip
    """BadSensorRules where a rule names what there is not."""
    for rule in rules:
        named = [("jenis", check.kind, kinds) for check in rule.checks]
        named += [("alat", code, things) for check in rule.checks for code in check.things]
        named += [("instansi", rule.agency, agencies), ("kategori", rule.category, categories)]
        for what, code, known in named:
            if code not in known:
                raise BadSensorRules(f"Aturan “{rule.name}”: {what} “{code}” tidak ada.")


def put(rules: Sequence[SensorRule], rule: SensorRule) -> tuple[SensorRule, ...]:
    """With this rule in the place of its code's, or behind the others."""
    if any(one.code == rule.code for one in rules):
        return tuple(rule if one.code == rule.code else one for one in rules)
    return (*rules, rule)


def without(rules: Sequence[SensorRule], code: str) -> tuple[SensorRule, ...]:
    """Without the rule of that code."""
    return tuple(one for one in rules if one.code != code)


def switched(rules: Sequence[SensorRule], code: str, *, on: bool) -> tuple[SensorRule, ...]:
    """With that rule on or off."""
    return tuple(replace(one, on=on) if one.code == code else one for one in rules)


def _rule(row: Any) -> SensorRule:
    try:
        values = dict(row)
        name = str(values["name"]).strip()
        checks = tuple(_check(one, name) for one in values.pop("checks"))
        hours = values.pop("hours", None)
        rule = SensorRule(**values | {"name": name}, checks=checks, hours=_hours(hours) if hours else None)
    except (KeyError, TypeError, ValueError) as error:
        raise (
            error if isinstance(error, BadSensorRules) else BadSensorRules("Aturan itu tidak lengkap.")
        ) from error
    _sound(rule)
    return rule


def _sound(rule: SensorRule) -> None:
    wrong = ""
    if not rule.name or len(rule.name) > 100 or not CODE.fullmatch(rule.code):
        wrong = "beri nama paling panjang 100 huruf."
    elif not 1 <= len(rule.checks) <= MOST_CHECKS:
        wrong = f"satu sampai {MOST_CHECKS} syarat."
    elif rule.together not in ("semua", "salah_satu") or rule.ends not in ("sendiri", "petugas"):
        wrong = "pilih cara syarat digabung dan cara usainya."
    elif not 0 <= rule.hold <= DAY_MINUTES:
        wrong = "lamanya 0 sampai 1.440 menit."
    elif rule.at_least < 0 or (rule.at_least and (not rule.group or len(rule.checks) > 1)):
        wrong = "“sekian alat dari satu kelompok” butuh nama kelompok dan satu syarat saja."
    if wrong:
        raise BadSensorRules(f"Aturan “{rule.name}”: {wrong}")


def _check(row: Mapping[str, Any], name: str) -> SensorCheck:
    things = tuple(str(code) for code in row.get("things", ()))
    check = SensorCheck(
        str(row["kind"]), CheckKind(row["test"]), float(row.get("limit", 0)), float(row.get("back", 0)),
        int(row.get("minutes", 0)), things,
    )  # fmt: skip
    wrong = ""
    if not (abs(check.limit) < 1e12 and abs(check.back) < 1e12):
        wrong = "angkanya tidak masuk akal."
    elif check.test is CheckKind.ABOVE and check.back > check.limit:
        wrong = "batas usai tidak boleh di atas batas mulai."
    elif check.test is CheckKind.BELOW and check.back < check.limit:
        wrong = "batas usai tidak boleh di bawah batas mulai."
    elif (
        check.test in (CheckKind.RISE, CheckKind.SUM, CheckKind.MISSING) and not 0 < check.minutes <= LONGEST
    ):
        wrong = "isi lamanya, 1 menit sampai 31 hari."
    elif check.test in (CheckKind.RISE, CheckKind.SUM) and check.limit <= 0:
        wrong = "kenaikan dan jumlah harus lebih dari nol."
    elif len(things) > MOST_THINGS:
        wrong = f"paling banyak {MOST_THINGS} alat."
    if wrong:
        raise BadSensorRules(f"Aturan “{name}”: {wrong}")
    return check


def _hours(row: Mapping[str, Any]) -> RuleHours:
    days = frozenset(int(day) for day in row["days"])
    found = RuleHours(days, int(row["start"]), int(row["end"]))
    in_day = 0 <= found.start < DAY_MINUTES and 0 <= found.end <= DAY_MINUTES
    if not days or not days <= set(range(7)) or not in_day or found.start == found.end:
        raise BadSensorRules("Pilih paling sedikit satu hari dan jam yang berbeda.")
    return found


def _row(rule: SensorRule) -> dict[str, Any]:
    hours = rule.hours
    return {
        "code": rule.code, "name": rule.name, "agency": rule.agency, "category": rule.category,
        "together": rule.together, "at_least": rule.at_least, "group": rule.group, "hold": rule.hold,
        "urgent": rule.urgent, "ends": rule.ends, "on": rule.on,
        "hours": {"days": sorted(hours.days), "start": hours.start, "end": hours.end} if hours else None,
        "checks": [
            {"kind": check.kind, "test": str(check.test), "limit": check.limit, "back": check.back,
             "minutes": check.minutes, "things": list(check.things)}
            for check in rule.checks
        ],
    }  # fmt: skip
