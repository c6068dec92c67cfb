"""Deadlines in sentences, as officers read them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from routing.domain.deadline_table import Band, TermRow
from routing.domain.deadlines import ALWAYS, Calendar, Hours, Unit
from routing.domain.rule_fields import DAYS, clock_text, wait_text
from storage.clock import LOCAL

DAY_NAMES = [day.capitalize() for day in DAYS]
MOST_NAMED = 6


def hours_text(hours: Hours) -> str:
    """ "Senin–Jumat 07.30–16.00"."""
    if hours == ALWAYS:
        return "24 jam setiap hari"
    days = sorted(hours.days)
    whole = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    named = f"{DAY_NAMES[days[0]]}–{DAY_NAMES[days[-1]]}" if whole else ", ".join(DAY_NAMES[d] for d in days)
    also = ", juga pada hari libur" if hours.holidays else ""
    return f"{named} {clock_text(hours.opens)}–{clock_text(hours.closes)}{also}"


def lasting(seconds: int) -> str:
    """ "2 hari 3 jam", "40 menit"."""
    days, rest = divmod(seconds, 24 * 3600)
    hours, minutes = rest // 3600, rest % 3600 // 60
    parts = [f"{days} hari"] * bool(days) + [f"{hours} jam"] * bool(hours)
    return " ".join(parts) or f"{max(minutes, 1)} menit"


def row_text(
    row: TermRow, bands: Sequence[Band], categories: Mapping[str, str], offices: Mapping[str, str]
) -> str:
    """What a row is about: "Lampu jalan, prioritas Tinggi (mulai 40), di DBMSDA"."""
    return _about(row.categories, row.band, row.office, bands, categories, offices)


def terms_text(row: TermRow) -> str:
    """ "tanggapan 4 jam kerja, selesai 1 hari kerja"."""
    parts = [("tanggapan", row.first), ("selesai", row.end)]
    return ", ".join(f"{name} {wait_text(term)}" for name, term in parts if term)


def _about(  # noqa: PLR0913 - a row and what its codes are called
    wanted: Sequence[str], band: str, office: str, bands: Sequence[Band], categories: Mapping[str, str],
    offices: Mapping[str, str],
) -> str:  # fmt: skip
    named = [categories.get(code, code) for code in wanted]
    rest = f" dan {len(named) - 3} lainnya" if len(named) > 3 else ""
    parts = [", ".join(named[:3]) + rest] if named else ["semua kategori"]
    at = next((f"prioritas {one.name} (mulai {one.at})" for one in bands if one.code == band), band)
    parts += [at] if band else []
    parts += [f"di {offices.get(office, office)}"] if office else []
    return ", ".join(parts)


def source(
    why: Mapping[str, Any], bands: Sequence[Band], categories: Mapping[str, str], category: str,
    offices: Mapping[str, str],
) -> str:  # fmt: skip
    """Which term holds and what gave it: "3 hari kerja menurut kategori Lampu jalan"."""
    if why.get("fixed"):
        return f"{why['term']} karena ada yang dalam bahaya, dihitung siang malam"
    if not why.get("row"):
        return f"{why['term']} menurut kategori {category}"
    about = _about(why["categories"], why["band"], why["office"], bands, categories, offices)
    return f"{why['term']} menurut baris untuk {about} (tenggat versi {why['version']})"


def skipped(
    start: datetime, due: datetime, calendar: Calendar, names: Mapping[date, str], unit: Unit
) -> str:  # fmt: skip
    """The days off between that were not counted, by name; "" where there are none."""
    if unit is Unit.JAM:
        return ""
    first, last = start.astimezone(LOCAL).date(), due.astimezone(LOCAL).date()
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    off = [day for day in span if day.weekday() in calendar.hours.days and not calendar.is_working(day)]
    told = [f"{day:%d-%m} {names.get(day, 'libur')}" for day in off[:MOST_NAMED]]
    rest = f" dan {len(off) - MOST_NAMED} hari lain" if len(off) > MOST_NAMED else ""
    return f"Libur yang dilewati: {', '.join(told)}{rest}." if off else ""
