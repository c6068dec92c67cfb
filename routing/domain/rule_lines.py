"""One rule of the document: read from it and written into it."""

from collections.abc import Iterator, Mapping
from typing import Any

from routing.domain.rule_fields import (
    DAYS,
    BadRules,
    chosen,
    clock,
    clock_text,
    named,
    one_of,
    only,
    short,
    texts,
    wait_of,
    wait_text,
)
from routing.domain.rule_words import readable
from routing.domain.rules import FREE, KECAMATAN, KELURAHAN, OWNERS, WORKING, CityRule, Then, When

PRIORITIES = {"tinggi": 1, "darurat": 2}
CONDITIONS = ("category", "kelurahan", "kecamatan", "area", "road", "owner", "words", "days", "day_kind",
              "from", "until", "channel", "emergency", "priority")  # fmt: skip


def read_rule(given: Mapping[str, Any]) -> CityRule:
    """A rule; BadRules for what cannot be used."""
    only(given, ("code", "name", "when", "then", "active"), f"Aturan “{short(given.get('name', ''))}”")
    code, name = named(given, "Aturan")
    when, then = given.get("when") or {}, given.get("then")
    if not isinstance(when, Mapping) or not isinstance(then, Mapping):
        raise BadRules(f"Aturan “{name}”: when (bila) dan then (maka) harus berisi nama dan nilainya.")
    active = given.get("active", True)
    if not isinstance(active, bool):
        raise BadRules(f"Aturan “{name}”: active diisi true atau false.")
    where = f"Aturan “{name}”"
    return CityRule(code, name, _when(when, where), _then(then, where), active)


def _when(given: Mapping[str, Any], where: str) -> When:
    only(given, CONDITIONS, where)
    words = texts(given, "words", where)
    for phrase in words:
        if not readable(phrase):
            raise BadRules(f"{where}: kata “{phrase}” tidak bisa dicari. Pakai kata biasa; * hanya di ujung.")
    start, end = clock(given, "from", where), clock(given, "until", where)
    if (start is None) != (end is None) or (start is not None and start == end):
        raise BadRules(f"{where}: jam mulai dan jam selesai harus diisi dua-duanya dan berbeda.")
    emergency = given.get("emergency")
    if emergency is not None and not isinstance(emergency, bool):
        raise BadRules(f"{where}: emergency (darurat) diisi true atau false.")
    return When(
        categories=frozenset(texts(given, "category", where)),
        kelurahan=frozenset(texts(given, "kelurahan", where)),
        kecamatan=frozenset(texts(given, "kecamatan", where)), zones=frozenset(texts(given, "area", where)),
        roads=frozenset(texts(given, "road", where)),
        owners=frozenset(chosen(given, "owner", OWNERS, where)),
        words=tuple(" ".join(word.casefold().split()) for word in words),
        days=frozenset(DAYS.index(day) for day in chosen(given, "days", DAYS, where)),
        day_kind=one_of(given, "day_kind", ("", FREE, WORKING), where), start=start, end=end,
        channels=frozenset(texts(given, "channel", where)), emergency=emergency,
        priority=PRIORITIES.get(one_of(given, "priority", ("", *PRIORITIES), where), 0),
    )  # fmt: skip


def _then(given: Mapping[str, Any], where: str) -> Then:
    only(given, ("agency", "unit", "first", "after"), where)
    agency = given.get("agency")
    if not isinstance(agency, str) or not agency:
        raise BadRules(f"{where}: instansi yang menangani belum dipilih.")
    unit = given.get("unit") or ""
    if not isinstance(unit, str):
        raise BadRules(f"{where}: unit harus berupa satu kode.")
    first = one_of(given, "first", ("", KELURAHAN, KECAMATAN), where)
    wait = wait_of(given.get("after"), where)
    if bool(first) != (wait is not None):
        raise BadRules(
            f"{where}: bila kelurahan atau kecamatan lebih dulu, sebutkan juga berapa lama ditunggu."
        )
    if first and agency in (KELURAHAN, KECAMATAN):
        raise BadRules(f"{where}: setelah {first} lebih dulu harus ada dinas yang melanjutkan.")
    return Then(agency, unit, first, wait)


def write_rule(rule: CityRule) -> dict[str, Any]:
    """The rule as the document has it, without what says nothing."""
    then = rule.then
    written: dict[str, Any] = {
        "code": rule.code, "name": rule.name, "when": dict(_written_when(rule.when)),
        "then": {"agency": then.agency},
    }  # fmt: skip
    if then.unit:
        written["then"]["unit"] = then.unit
    if then.first and then.wait:
        written["then"] |= {"first": then.first, "after": wait_text(then.wait)}
    if not rule.active:
        written["active"] = False
    return written


def _written_when(when: When) -> Iterator[tuple[str, Any]]:
    lists = {
        "category": sorted(when.categories), "kelurahan": sorted(when.kelurahan),
        "kecamatan": sorted(when.kecamatan), "area": sorted(when.zones), "road": sorted(when.roads),
        "owner": [owner for owner in OWNERS if owner in when.owners], "words": list(when.words),
        "days": [DAYS[day] for day in sorted(when.days)], "channel": sorted(when.channels),
    }  # fmt: skip
    yield from ((key, value) for key, value in lists.items() if value)
    if when.day_kind:
        yield "day_kind", when.day_kind
    if when.start is not None and when.end is not None:
        yield "from", clock_text(when.start)
        yield "until", clock_text(when.end)
    if when.emergency is not None:
        yield "emergency", when.emergency
    names = {value: name for name, value in PRIORITIES.items()}
    if when.priority:
        yield "priority", names[when.priority]
