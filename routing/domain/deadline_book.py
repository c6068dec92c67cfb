"""The city's deadlines as a document (plain lists and names, as in YAML), read and checked for its shape.

docs/deadlines.md tells how it is written. Whether what it names exists is the city's matter
(`routing/city/deadline_city.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from routing.domain.deadline_table import Band, TermRow
from routing.domain.deadlines import ALWAYS, Hours, Term, Unit
from routing.domain.ladder import WHO, Rung
from routing.domain.permissions import Role
from routing.domain.rule_fields import (
    DAYS,
    UNSTORABLE,
    BadRules,
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

T = TypeVar("T")
SECTIONS = ("bands", "rows", "hours", "days", "checks", "ladder", "moving")
CHECK = Term(2, Unit.HARI_KERJA)  # where the city says nothing
LONGEST = {Unit.HARI_KERJA: 250, Unit.JAM: 24 * 90, Unit.JAM_KERJA: 24 * 90}
MOST_ROWS, MOST_BANDS, MOST_STEPS, HIGHEST_STEP, MOST_WORDS = 1_000, 5, 12, 1_000, 200
MOVERS = (Role.PETUGAS, Role.KEPALA, Role.LURAH, Role.OPERATOR)


@dataclass(frozen=True)
class Limit:
    """How often, and by how many working days at a time, a role may give the end another date."""

    days: int
    times: int


@dataclass(frozen=True)
class Cause:
    """Why a date is moved, as officers choose it, and the sentence the resident reads."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True)
class DeadlineBook:
    """All about deadlines, in one version.

    hours, checks: of the offices that differ, "" is everybody else; checks: by when a result is looked at.
    """

    bands: tuple[Band, ...] = ()
    rows: tuple[TermRow, ...] = ()
    hours: Mapping[str, Hours] = field(default_factory=dict)
    days: Mapping[date, str] = field(default_factory=dict)
    checks: Mapping[str, Term] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()
    causes: tuple[Cause, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def check_of(self, office: str) -> Term:
        """How long this office may take to look at a result."""
        return self.checks.get(office) or self.checks.get("") or CHECK


def read(document: Any) -> DeadlineBook:
    """The document as a book; BadRules with a sentence for the first thing that cannot be used."""
    if not isinstance(document, Mapping):
        raise BadRules(f"Berkas tenggat harus berisi bagian {', '.join(SECTIONS)}.")
    only(document, SECTIONS, "Berkas tenggat")
    bands = tuple(_rows(document, "bands", _band, MOST_BANDS))
    _once([band.code for band in bands], "Jenjang prioritas")
    _once([str(band.at) for band in bands], "Jenjang prioritas mulai")
    known = tuple(band.code for band in bands)
    rows = tuple(_rows(document, "rows", lambda row: _term_row(row, known), MOST_ROWS))
    _once([row.code for row in rows], "Baris tenggat")
    _once([str((sorted(row.categories), row.band, row.office)) for row in rows], "Baris tenggat untuk hal")
    ladder = tuple(sorted(_rows(document, "ladder", _step, MOST_STEPS), key=lambda step: step.at))
    _once([f"{step.at} %" for step in ladder], "Langkah peringatan")
    causes, limits = _moving(document.get("moving"))
    return DeadlineBook(
        bands, rows, _hours(document), _days(document), _checks(document), ladder, causes, limits
    )


def _rows(
    document: Mapping[str, Any], section: str, make: Callable[[Mapping[str, Any]], T], most: int
) -> list[T]:  # fmt: skip
    given = document.get(section) or []
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        raise BadRules(f"Bagian {section} harus berupa daftar.")
    if len(given) > most:
        raise BadRules(f"Bagian {section} paling banyak berisi {most} baris, ini {len(given)}.")
    return [make(row) for row in given]


def _once(keys: Sequence[str], called: str) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise BadRules(f"{called} “{key}” ada dua kali.")


def _whole(given: Mapping[str, Any], key: str, least: int, most: int, where: str) -> int:
    value = given.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadRules(f"{where}: {key} harus bilangan bulat {least} sampai {most}.")
    return value


def _band(given: Mapping[str, Any]) -> Band:
    only(given, ("code", "name", "at"), "Jenjang prioritas")
    code, name = named(given, "Jenjang prioritas")
    return Band(code, name, _whole(given, "at", 0, 100, f"Jenjang prioritas “{name}”"))


def _term_row(given: Mapping[str, Any], bands: Sequence[str]) -> TermRow:
    where = f"Baris tenggat “{short(given.get('code', ''))}”"
    only(given, ("code", "category", "band", "office", "first", "end"), where)
    code, _ = named({"code": given.get("code"), "name": given.get("code")}, "Baris tenggat")
    first = wait_of(given.get("first"), where, LONGEST)
    end = wait_of(given.get("end"), where, LONGEST)
    office = given.get("office") or ""
    if first is None and end is None:
        raise BadRules(f"{where}: isi tenggat tanggapan pertama, penyelesaian, atau keduanya.")
    if first and end and first.unit is end.unit and first.amount > end.amount:
        raise BadRules(f"{where}: tanggapan pertama tidak boleh lebih lama daripada penyelesaian.")
    if not isinstance(office, str):
        raise BadRules(f"{where}: sebutkan satu instansi, bidang, atau UPTD.")
    found = texts(given, "category", where)
    return TermRow(code, found, one_of(given, "band", ("", *bands), where), office, first, end)


def _hours(document: Mapping[str, Any]) -> dict[str, Hours]:
    found = dict(_rows(document, "hours", _office, MOST_ROWS))
    _once([str(row.get("office") or "") or "umum" for row in document.get("hours") or []], "Jam kantor")
    return found


def _office(given: Mapping[str, Any]) -> tuple[str, Hours]:
    office = given.get("office") or ""
    where = f"Jam kantor “{short(office) or 'umum'}”"
    only(given, ("office", "days", "from", "until", "holidays", "always"), where)
    if not isinstance(office, str):
        raise BadRules(f"{where}: sebutkan satu instansi.")
    if given.get("always") is True:
        return office, ALWAYS
    days, opens, closes = (
        texts(given, "days", where),
        clock(given, "from", where),
        clock(given, "until", where),
    )
    if unknown := next((day for day in days if day not in DAYS), None):
        raise BadRules(f"{where}: “{unknown}” bukan hari. Pilihannya: {', '.join(DAYS)}.")
    if not days or opens is None or closes is None or not opens < closes:
        raise BadRules(f"{where}: pilih harinya, dan jam buka sebelum jam tutup.")
    return office, Hours(frozenset(map(DAYS.index, days)), opens, closes, given.get("holidays") is True)


def _checks(document: Mapping[str, Any]) -> dict[str, Term]:
    found = dict(_rows(document, "checks", _check, MOST_ROWS))
    _once([str(row.get("office") or "") or "umum" for row in document.get("checks") or []], "Batas periksa")
    return found


def _check(given: Mapping[str, Any]) -> tuple[str, Term]:
    office = given.get("office") or ""
    where = f"Batas periksa “{short(office) or 'umum'}”"
    only(given, ("office", "term"), where)
    if not isinstance(office, str):
        raise BadRules(f"{where}: sebutkan satu instansi.")
    if (term := wait_of(given.get("term"), where, LONGEST)) is None:
        raise BadRules(f"{where}: isi lamanya.")
    return office, term


def _days(document: Mapping[str, Any]) -> dict[date, str]:
    found = dict(_rows(document, "days", _day, MOST_ROWS))
    return dict(sorted(found.items()))


def _day(given: Mapping[str, Any]) -> tuple[date, str]:
    only(given, ("day", "name"), "Hari kota")
    _, name = named({"code": "hari", "name": given.get("name")}, "Hari kota")
    try:
        day = date.fromisoformat(str(given.get("day")))
    except ValueError:
        raise BadRules(f"Hari kota “{name}”: tanggal ditulis seperti 2027-03-10.") from None
    if not 2000 <= day.year <= 2100:
        raise BadRules(f"Hari kota “{name}”: tahun {day.year} tidak bisa dipakai.")
    return day, name


def _step(given: Mapping[str, Any]) -> Rung:
    at = _whole(given, "at", 1, HIGHEST_STEP, "Langkah peringatan")
    where = f"Langkah peringatan {at} %"
    only(given, ("at", "who", "words"), where)
    if not (who := one_of(given, "who", WHO, where)):
        raise BadRules(f"{where}: pilih siapa yang diberi tahu.")
    return Rung(at, who, _sentence(given.get("words"), where))


def _sentence(given: Any, where: str) -> str:
    told = " ".join(given.split()) if isinstance(given, str) else ""
    if not told or len(told) > MOST_WORDS or UNSTORABLE.search(told):
        raise BadRules(f"{where}: tulis kalimatnya, paling panjang {MOST_WORDS} huruf.")
    return told


def _moving(given: Any) -> tuple[tuple[Cause, ...], dict[str, Limit]]:
    if given is None:
        return (), {}
    if not isinstance(given, Mapping):
        raise BadRules("Bagian moving harus berisi causes dan limits.")
    only(given, ("causes", "limits"), "Bagian moving")
    causes = tuple(_rows(given, "causes", _cause, MOST_ROWS))
    _once([cause.code for cause in causes], "Alasan mengundurkan")
    limits = dict(_rows(given, "limits", _limit, len(MOVERS)))
    return causes, limits


def _cause(given: Mapping[str, Any]) -> Cause:
    only(given, ("code", "name", "sentence"), "Alasan mengundurkan")
    code, name = named(given, "Alasan mengundurkan")
    return Cause(code, name, _sentence(given.get("sentence"), f"Alasan mengundurkan “{name}”"))


def _limit(given: Mapping[str, Any]) -> tuple[str, Limit]:
    only(given, ("role", "days", "times"), "Batas mengundurkan")
    role = one_of(given, "role", MOVERS, "Batas mengundurkan")
    where = f"Batas mengundurkan “{role}”"
    if not role:
        raise BadRules(f"{where}: pilih perannya.")
    return role, Limit(_whole(given, "days", 1, 250, where), _whole(given, "times", 1, 20, where))


def write(book: DeadlineBook) -> dict[str, Any]:
    """The book as a document again: `read(write(book)) == book`."""
    return {
        "bands": [{"code": band.code, "name": band.name, "at": band.at} for band in book.bands],
        "rows": [_row_written(row) for row in book.rows],
        "hours": [_hours_written(office, hours) for office, hours in book.hours.items()],
        "days": [{"day": day.isoformat(), "name": name} for day, name in book.days.items()],
        "checks": [{"office": office, "term": wait_text(term)} for office, term in book.checks.items()],
        "ladder": [{"at": step.at, "who": step.who, "words": step.words} for step in book.ladder],
        "moving": {
            "causes": [{"code": c.code, "name": c.name, "sentence": c.sentence} for c in book.causes],
            "limits": [{"role": r, "days": lim.days, "times": lim.times} for r, lim in book.limits.items()],
        },
    }


def _row_written(row: TermRow) -> dict[str, Any]:
    plain: dict[str, Any] = {"category": list(row.categories), "band": row.band, "office": row.office}
    terms: dict[str, Term | None] = {"first": row.first, "end": row.end}
    said = {key: wait_text(term) for key, term in terms.items() if term}
    return {"code": row.code} | {key: value for key, value in plain.items() if value} | said


def _hours_written(office: str, hours: Hours) -> dict[str, Any]:
    if hours == ALWAYS:
        return {"office": office, "always": True}
    times = {"from": clock_text(hours.opens), "until": clock_text(hours.closes)}
    days = [DAYS[day] for day in sorted(hours.days)]
    return {"office": office, "days": days, **times, **({"holidays": True} if hours.holidays else {})}
