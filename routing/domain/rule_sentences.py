"""Rules and decisions in plain Indonesian sentences, for officers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from routing.domain.rule_fields import DAYS, clock_text, wait_text
from routing.domain.rules import CATEGORY, FREE, KECAMATAN, KELURAHAN, Answered, CityRule, Compared, When, Why

PRIORITY = ("biasa", "tinggi", "darurat")
OWNER = {
    "nasional": "jalan nasional", "provinsi": "jalan provinsi", "kota": "jalan kota", "tol": "jalan tol",
    "perumahan": "jalan perumahan yang belum serah terima",
}  # fmt: skip
CHANNEL = {
    "telegram": "Telegram", "whatsapp": "WhatsApp", "web": "obrolan web", "sensor": "alat pantau",
    "data": "data instansi",
}  # fmt: skip
_WHY_NOT = {
    Why.OFF: "sedang dimatikan",
    Why.GONE: "tidak berlaku karena {gone}",
    Why.CATEGORY: "kategorinya lain",
    Why.PLACE: "lokasinya di luar wilayah aturan itu",
    Why.ROAD: "laporan tidak menyebut jalan itu",
    Why.WORDS: "kata-katanya tidak ada di laporan",
    Why.TIME: "harinya atau jamnya lain",
    Why.CHANNEL: "masuk lewat kanal lain",
    Why.EMERGENCY: "hanya untuk yang darurat, atau hanya yang bukan",
    Why.PRIORITY: "prioritasnya kurang tinggi",
    Why.NO_PLACE: "kelurahannya belum diketahui",
    Why.ACCUSED: "kantor itu yang diadukan",
    Why.GUARDED: "laporan yang dijaga tidak boleh ke kantor itu",
    Why.OUTSIDE: "urusannya sudah jelas bukan urusan kota",
    Why.LATER: "aturan sebelumnya sudah memutuskan",
}  # fmt: skip
_GONE = {
    "instansi": "instansi {} tidak ada atau tidak aktif", "unit": "bidang atau UPTD {} tidak ada",
    "kawasan": "kawasan {} tidak ada", "kelurahan": "kelurahan {} tidak ada", "jalan": "jalan {} tidak ada",
    "kecamatan": "kecamatan {} tidak ada", "kategori": "kategori {} tidak ada",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What codes are called. agencies: in full; short: as in lists."""

    categories: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    kelurahan: Mapping[str, str] = field(default_factory=dict)
    kecamatan: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    roads: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def either(parts: Sequence[str]) -> str:
    """ "a", "a atau b", "a, b atau c"."""
    return " atau ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def sentence(rule: CityRule, names: Names) -> str:
    """The whole rule: "Bila …, maka …."."""
    parts = conditions(rule.when, names)
    bila = f"Bila {' dan '.join(parts)}, maka " if parts else "Selalu: "
    return f"{bila}{result(rule, names)}."


def conditions(when: When, names: Names) -> list[str]:
    """What must hold, a part each."""
    found = []
    if when.categories:
        found.append(f"kategori {either(_called(when.categories, names.categories))}")
    places = [
        *(f"Kel. {name}" for name in _called(when.kelurahan, names.kelurahan)),
        *(f"Kec. {name}" for name in _called(when.kecamatan, names.kecamatan)),
        *(f"kawasan {name}" for name in _called(when.zones, names.zones)),
    ]
    if places:
        found.append(f"lokasi di {either(places)}")
    roads = [*_called(when.roads, names.roads), *(OWNER[owner] for owner in OWNER if owner in when.owners)]
    if roads:
        found.append(f"tepatnya di {either(roads)}")
    if when.words:
        found.append(f"laporan menyebut {either([f'“{word}”' for word in when.words])}")
    if when.channels:
        found.append(f"masuk lewat {either(_called(when.channels, CHANNEL))}")
    if when.emergency is not None:
        found.append("darurat" if when.emergency else "bukan darurat")
    if when.priority:
        found.append(f"prioritasnya {either(PRIORITY[when.priority :])}")
    return found + _times(when)


def _times(when: When) -> list[str]:
    found = []
    if when.days:
        found.append(f"dilaporkan hari {either([DAYS[day].capitalize() for day in sorted(when.days)])}")
    if when.day_kind:
        found.append("dilaporkan di hari libur" if when.day_kind == FREE else "dilaporkan di hari kerja")
    if when.start is not None and when.end is not None:
        found.append(f"dilaporkan pukul {clock_text(when.start)}–{clock_text(when.end)}")
    return found


def result(rule: CityRule, names: Names) -> str:
    """Who answers: "Kelurahan Pejuang lebih dulu, DBMSDA setelah 3 hari kerja"."""
    then = rule.then
    owner = _office(then.agency, rule.when, names)
    if then.unit:
        owner = f"{owner} ({names.units.get(then.unit, then.unit)})"
    if then.first and then.wait:
        first = _office(then.first, rule.when, names)
        return f"{first} lebih dulu, {owner} setelah {wait_text(then.wait)}"
    return f"ditangani {owner}"


def _office(code: str, when: When, names: Names) -> str:
    if code == KELURAHAN:
        one = _called(when.kelurahan, names.kelurahan)
        only = len(one) == 1 and not when.kecamatan and not when.zones
        return f"Kelurahan {one[0]}" if only else "kelurahan setempat"
    if code == KECAMATAN:
        return "kecamatan setempat"
    if code == CATEGORY:
        return "dinas menurut kategorinya"
    return names.short.get(code) or names.agencies.get(code, code)


def _called(codes: Collection[str], names: Mapping[str, str]) -> list[str]:
    return sorted(names.get(code, code) for code in codes)


def compared(facts: Compared, names: Names) -> list[str]:
    """What was compared, a part each."""
    place = "lokasi belum diketahui"
    if facts.kelurahan:
        place = f"lokasi Kel. {names.kelurahan.get(facts.kelurahan, facts.kelurahan)}"
    roads = _called(facts.roads, names.roads)
    owned = [OWNER.get(owner, owner) for owner in sorted(facts.owners)]
    day = DAYS[facts.weekday].capitalize() if 0 <= facts.weekday < 7 else ""
    return [
        f"kategori {names.categories.get(facts.category, facts.category)}",
        place,
        *(f"di dalam kawasan {name}" for name in _called(facts.zones, names.zones)),
        f"jalan yang disebut: {', '.join(roads)}" if roads else "tidak menyebut jalan yang terdaftar",
        *(f"pemiliknya: {', '.join(owned)}" for _ in owned[:1]),
        "kata yang dicari aturan: " + (", ".join(sorted(facts.words)) if facts.words else "tidak ada"),
        f"kanal {CHANNEL.get(facts.channel, facts.channel) or 'tidak dicatat'}",
        "darurat" if facts.emergency else "bukan darurat",
        f"prioritas {PRIORITY[min(max(facts.priority, 0), 2)]}",
        f"{day} pukul {clock_text(facts.minute)}{', hari libur' if facts.holiday else ''}",
    ]  # fmt: skip


def gone_sentence(gone: str, names: Names) -> str:
    """ "instansi Dinas X tidak ada atau tidak aktif", from "instansi:dinas_x"."""
    kind, _, code = gone.partition(":")
    called = {"instansi": names.agencies, "unit": names.units, "kategori": names.categories}.get(kind, {})
    return _GONE.get(kind, "sesuatu yang disebutnya, {}, tidak ada").format(called.get(code, code))


def why_not(answer: Answered, names: Names, gone: Mapping[str, str]) -> str:
    """Why a rule did not decide: "“Jalan tol”: laporan tidak menyebut jalan itu"."""
    if answer.why is None:
        return f"“{answer.rule.name}” cocok"
    because = _WHY_NOT[answer.why].format(gone=gone_sentence(gone.get(answer.rule.code, ""), names))
    return f"“{answer.rule.name}”: {because}"


def passed_over(answers: Sequence[Answered], names: Names, gone: Mapping[str, str]) -> list[str]:
    """Why each earlier rule did not decide; those of other categories are counted together."""
    told: list[str] = []
    others = 0
    for answer in answers:
        if answer.why in (None, Why.LATER):
            break
        if answer.why is Why.CATEGORY:
            others += 1
        else:
            told.append(why_not(answer, names, gone))
    return told + ([f"{others} aturan lain: untuk kategori lain"] if others else [])


def decided_by(rule: CityRule | None, number: int, version: int, why: Why) -> str:
    """By what the answer came about, as the end of a sentence."""
    if rule is not None:
        return f"karena aturan {number}, “{rule.name}” (versi {version}), cocok"
    return {
        Why.ACCUSED: "karena laporan mengadukan kantor, jadi yang memeriksa bukan kantor itu",
        Why.GUARDED: "karena laporan ini dijaga, jadi tidak diserahkan ke kantor di wilayahnya",
        Why.OUTSIDE: "karena dari ceritanya ini bukan urusan kota",
        Why.TO_POC: "karena instansi menurut kategorinya belum jelas atau tidak aktif, jadi POC yang memilah",
    }.get(why, f"menurut kategorinya, sebab tidak ada aturan (versi {version}) yang cocok")
