"""What a thing sends: {"at": ISO 8601 with zone or epoch seconds, "value": number, "unit": "cm"}."""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from sensors.domain import units
from sensors.domain.reading import Measurement

EPOCH_MILLISECONDS_FROM = 1e11  # as seconds this is the year 5138: such a number counts milliseconds

SENTENCES = {
    "bukan_json": "Isi kiriman bukan JSON yang utuh.",
    "bentuk": 'Setiap pembacaan berbentuk {"at": waktu, "value": angka, "unit": "cm"}.',
    "waktu": 'Waktu "at" harus ISO 8601 lengkap dengan zona (misalnya +07:00) atau detik epoch.',
    "nilai": 'Nilai "value" harus angka.',
    "jumlah": "Satu kiriman memuat 1 sampai 1.000 pembacaan.",
    "satuan": 'Satuan "unit" yang dikenal: cm, mm, atau m; alat lain memakai satuannya sendiri.',
}


@dataclass(frozen=True)
class BadReading(Exception):
    """A payload that cannot be read. `code` is a key of SENTENCES; sending it again does not help."""

    code: str

    def __str__(self) -> str:
        return SENTENCES[self.code]


def load(raw: bytes) -> Any:
    """The JSON of a payload; BadReading when it is none (NaN and Infinity are not JSON)."""
    try:
        return msgspec.json.decode(raw)
    except (ValueError, RecursionError):
        raise BadReading("bukan_json") from None


def parse(item: Any, *, own: str = "cm") -> Measurement:
    """One reading in UTC and in the thing's `own` unit, which is also meant where none is named.

    `value` null means the thing lives but measured nothing.
    """
    _check_shape(item)
    unit = item.get("unit", own)
    if not isinstance(unit, str) or not units.known(unit, own=own):
        raise BadReading("satuan")
    found = as_sent(item)
    if found.value is None:
        return found
    return replace(found, value=units.convert(found.value, unit, own=own))


def as_sent(item: Any) -> Measurement:
    """As `parse`, the value as it stands, whatever its unit."""
    _check_shape(item)
    at, value = _time(item["at"]), item["value"]
    return Measurement(at, None if value is None else _number(value, "nilai"))


def _check_shape(item: Any) -> None:
    if not isinstance(item, dict) or "at" not in item or "value" not in item:
        raise BadReading("bentuk")


def _number(value: Any, code: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadReading(code)
    try:
        number = float(value)
    except OverflowError:
        raise BadReading(code) from None
    if not math.isfinite(number):
        raise BadReading(code)
    return number


def _time(value: Any) -> datetime:
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            if at.tzinfo is None:  # whose clock it is would be a guess
                raise BadReading("waktu")
            return at.astimezone(UTC)
        seconds = _number(value, "waktu")
        return datetime.fromtimestamp(seconds / 1000 if seconds > EPOCH_MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadReading("waktu") from None
