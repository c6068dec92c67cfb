"""Single fields of the rules' document: read, or refused with a sentence."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from routing.domain.deadlines import Term, Unit

DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")  # Monday is 0
MOST_LISTED, LONGEST_NAME = 100, 80
LONGEST_WAIT = {Unit.HARI_KERJA: 60, Unit.JAM: 24 * 60, Unit.JAM_KERJA: 24 * 60}
UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_WAIT = re.compile(r"(\d{1,4}) (hari kerja|jam kerja|jam)")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[.:]([0-5]\d)")


class BadRules(ValueError):
    """The document cannot be used; the text is the sentence for whoever wrote it."""


def only(given: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    """BadRules for a name that is none of these."""
    for key in given:
        if key not in known:
            raise BadRules(f"{where}: “{short(key)}” tidak dikenal. Yang ada: {', '.join(known)}.")


def short(value: Any) -> str:
    """What somebody wrote, for a sentence about it; a list within a list within a list is not written out."""
    return str(value)[:60] if isinstance(value, str | int | float | bool) else "…"


def named(given: Mapping[str, Any], kind: str) -> tuple[str, str]:
    """Code and name."""
    name = given.get("name")
    if not isinstance(name, str) or not (shown := " ".join(name.split())):
        raise BadRules(f"{kind} “{short(given.get('code', ''))}” belum punya nama.")
    if len(shown) > LONGEST_NAME:
        raise BadRules(f"Nama {kind.lower()} “{shown[:40]}…” terlalu panjang, maksimal {LONGEST_NAME} huruf.")
    if UNSTORABLE.search(shown):
        raise BadRules(f"Nama {kind.lower()} memuat huruf yang tidak bisa disimpan.")
    code = given.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise BadRules(
            f"{kind} “{shown}”: kode “{short(code)}” tidak bisa dipakai. Pakai huruf kecil, angka, _ dan -."
        )
    return code, shown


def texts(given: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """One text or a list of them, each once and in its place."""
    value = given.get(key)
    listed = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else None
    if value is None:
        return ()
    if listed is None or len(listed) > MOST_LISTED or not all(isinstance(v, str) and v for v in listed):
        raise BadRules(f"{where}: {key} harus berupa daftar kata, paling banyak {MOST_LISTED}.")
    if any(len(v) > LONGEST_NAME or UNSTORABLE.search(v) for v in listed):
        raise BadRules(f"{where}: isi {key} terlalu panjang atau memuat huruf yang tidak bisa disimpan.")
    return tuple(dict.fromkeys(listed))


def chosen(given: Mapping[str, Any], key: str, known: Sequence[str], where: str) -> tuple[str, ...]:
    """As `texts`, each of them one of the known."""
    for value in (found := texts(given, key, where)):
        if value not in known:
            raise BadRules(f"{where}: “{value}” tidak dikenal untuk {key}. Pilihannya: {', '.join(known)}.")
    return found


def one_of(given: Mapping[str, Any], key: str, known: Sequence[str], where: str) -> str:
    """One of the known, "" where nothing is given."""
    value = given.get(key) or ""
    if value not in known:
        choices = ", ".join(name for name in known if name)
        raise BadRules(f"{where}: “{short(value)}” tidak dikenal untuk {key}. Pilihannya: {choices}.")
    return str(value)


def clock(given: Mapping[str, Any], key: str, where: str) -> int | None:
    """Minutes of the day; YAML reads 16:00 as the number 960, which is the same."""
    value = given.get(key)
    if value in (None, ""):
        return None
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60:
        return value
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found or (minutes := int(found[1]) * 60 + int(found[2])) > 24 * 60:
        raise BadRules(f"{where}: jam ditulis seperti “16.00”.")
    return minutes


def clock_text(minutes: int) -> str:
    """ "16.00"."""
    return f"{minutes // 60:02}.{minutes % 60:02}"


def wait_of(given: Any, where: str, longest: Mapping[Unit, int] = LONGEST_WAIT) -> Term | None:
    """ "3 hari kerja", "24 jam" or "8 jam kerja"; None where nothing is given."""
    if given in (None, ""):
        return None
    found = _WAIT.fullmatch(given.strip()) if isinstance(given, str) else None
    unit = Unit(found[2].replace(" ", "_")) if found else Unit.JAM
    if not found or not 1 <= int(found[1]) <= longest[unit]:
        most = longest[Unit.HARI_KERJA]
        raise BadRules(
            f"{where}: lamanya ditulis seperti “3 hari kerja” atau “24 jam”, paling lama {most} hari."
        )
    return Term(int(found[1]), unit)


def wait_text(wait: Term) -> str:
    """As a document and a sentence say it: "3 hari kerja"."""
    return f"{wait.amount} {wait.unit.value.replace('_', ' ')}"
