"""How a feed's file is read: which columns hold the time, the place and the figures. Kept as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sensors.domain.feeds.cells import Style
from sensors.domain.feeds.periods import NoPeriod, period
from sensors.domain.feeds.tables import ColumnNames

CITY, KECAMATAN, KELURAHAN, POINT = "kota", "kecamatan", "kelurahan", "titik"
PLACES = (CITY, KECAMATAN, KELURAHAN, POINT)
MOST_VALUES, MOST_TIMES, LONGEST = 40, 3, 200


class BadDescription(ValueError):
    """The description cannot be used; the text says why, in Indonesian."""


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures. column "": those named by a time ("2022 | 2023"), in place of a time column.

    where: only rows that say this in this column, () for all.
    """

    column: str
    indicator: str
    where: tuple[str, str] | tuple[()] = ()


@dataclass(frozen=True)
class Description:
    """time: columns that together tell it; fixed_time: what the whole file is of, where no column says.

    place: one of PLACES; place_column: where its name stands. decimal: None where each column is looked at.
    """

    values: tuple[ValueColumn, ...]
    time: tuple[str, ...] = ()
    fixed_time: str = ""
    place: str = CITY
    place_column: str = ""
    decimal: Style | None = None
    sheet: str = ""

    @property
    def across(self) -> bool:
        """Whether the columns' names tell the time."""
        return any(not value.column for value in self.values)

    def columns(self) -> list[str]:
        """Every column that must be there, each once."""
        wanted = [*self.time, self.place_column, *(value.column for value in self.values)]
        wanted += [value.where[0] for value in self.values if value.where]
        return [name for name in dict.fromkeys(wanted) if name]

    def missing_from(self, head: ColumnNames) -> list[str]:
        """The columns that are not in this file."""
        return [name for name in self.columns() if head.find(name) is None]

    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "nilai": [
                {"kolom": one.column, "indikator": one.indicator, "hanya": list(one.where)}
                for one in self.values
            ],
            "waktu": list(self.time), "waktu_tetap": self.fixed_time, "tempat": self.place,
            "kolom_tempat": self.place_column, "desimal": self.decimal.value if self.decimal else "",
            "lembar": self.sheet,
        }  # fmt: skip


@dataclass
class _Reader:
    document: Mapping[str, Any]
    known: frozenset[str] = field(default_factory=frozenset)

    def text(self, name: str) -> str:
        said = self.document.get(name) or ""
        if not isinstance(said, str) or len(said) > LONGEST:
            raise BadDescription(f"“{name}” bukan kata yang bisa dipakai")
        return " ".join(said.split())

    def many(self, name: str, most: int) -> Sequence[Any]:
        said = self.document.get(name) or []
        if not isinstance(said, list) or len(said) > most:
            raise BadDescription(f"“{name}” paling banyak {most}")
        return said

    def value(self, said: Any) -> ValueColumn:
        if not isinstance(said, Mapping):
            raise BadDescription("setiap nilai menyebut kolom dan indikatornya")
        inner = _Reader(said)
        indicator, where = inner.text("indikator"), [str(part).strip() for part in inner.many("hanya", 2)]
        if indicator not in self.known:
            raise BadDescription(f"indikator “{indicator}” tidak ada di daftar kota")
        condition = (where[0][:LONGEST], where[1][:LONGEST]) if len(where) == 2 and all(where) else ()
        return ValueColumn(inner.text("kolom"), indicator, condition)


def described(document: Mapping[str, Any], *, indicators: frozenset[str]) -> Description:
    """The description that was stored or sent. BadDescription says what is missing or contradicts itself."""
    reader = _Reader(document, indicators)
    values = tuple(reader.value(one) for one in reader.many("nilai", MOST_VALUES))
    time = tuple(" ".join(str(one).split())[:LONGEST] for one in reader.many("waktu", MOST_TIMES) if one)
    place, decimal = reader.text("tempat") or CITY, reader.text("desimal")
    if place not in PLACES or decimal not in ("", ",", "."):
        raise BadDescription("tempat atau tanda desimalnya tidak dikenal")
    made = Description(
        values=values, time=time, fixed_time=reader.text("waktu_tetap"), place=place,
        place_column=reader.text("kolom_tempat") if place != CITY else "",
        decimal=Style(decimal) if decimal else None, sheet=reader.text("lembar"),
    )  # fmt: skip
    _check(made)
    return made


def _check(made: Description) -> None:
    if not made.values:
        raise BadDescription("pilih sedikitnya satu kolom nilai dan indikatornya")
    if made.place != CITY and not made.place_column:
        raise BadDescription("pilih kolom yang menyebut tempatnya")
    if made.across and len(made.values) > 1:
        raise BadDescription("kalau waktunya ada di nama kolom, hanya satu indikator yang bisa dibaca")
    if sum((bool(made.time), bool(made.fixed_time), made.across)) != 1:
        raise BadDescription(
            "waktunya dari kolom, dari nama kolom, atau tetap untuk seluruh berkas: pilih satu"
        )
    twice = [(value.indicator, value.where) for value in made.values]
    if len(set(twice)) < len(twice):
        raise BadDescription("satu indikator diisi dari dua kolom")
    if made.fixed_time:
        try:
            period([made.fixed_time])
        except NoPeriod as wrong:
            raise BadDescription(str(wrong)) from None
