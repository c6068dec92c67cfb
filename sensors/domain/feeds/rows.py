"""One row of a described table: its figures, and what is wrong with it. Good ones of a bad row are kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sensors.domain.feeds.cells import Cell, NoNumber, Style, is_empty, number, style_of, words
from sensors.domain.feeds.description import CITY, KELURAHAN, POINT, Description, ValueColumn
from sensors.domain.feeds.periods import NoPeriod, Period, period
from sensors.domain.feeds.tables import ColumnNames, Row, plain, row_is_note

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it nothing of this city's tables is; 1970 is no clock
LONGEST_PLACE = 120
SHOWN = 80  # letters of a cell in a sentence
_TITLES = re.compile(r"^(?:\d+[.)]?\s+)?(?:kelurahan|kel\.?|kecamatan|kec\.?|desa)\s+|^\d+[.)]?\s+(?=\D)")
_TOTALS = frozenset({"jumlah", "total", "jumlahtotal", "ratarata", "totaljumlah", "grandtotal", "jumlahkota"})


@dataclass(frozen=True)
class Plausible:
    """What is plausible of an indicator, in its unit; how far ahead its times may lie (a forecast's do)."""

    lowest: float | None = None
    highest: float | None = None
    ahead: timedelta = timedelta(days=1)


@dataclass(frozen=True)
class KnownPlaces:
    """Codes by `squeezed` name and by code, of each kind; city: the names of the whole."""

    by_kind: Mapping[str, Mapping[str, str]]
    city: frozenset[str]


@dataclass(frozen=True)
class FigureRead:
    """One value. place: an area's code, "" for the whole city, or the name of a point."""

    indicator: str
    place: str
    period: Period
    value: float


@dataclass(frozen=True)
class BadCell:
    """Why something of a row was not taken. column "": the whole row."""

    line: int
    column: str
    said: str
    reason: str


@dataclass
class RowRead:
    """What is in one row. skipped: "" | catatan | jumlah | kosong."""

    figures: list[FigureRead] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    skipped: str = ""


class RowReader:
    """Reads the rows of one file. sample: its first rows, by which each column's decimals are told."""

    def __init__(
        self, description: Description, head: ColumnNames, sample: Iterable[Row], *, places: KnownPlaces,
        limits: Mapping[str, Plausible], now: datetime,
    ) -> None:  # fmt: skip
        self.description, self.places, self.limits, self.now = description, places, limits, now
        self.head = head
        self.time = [_at(head, name) for name in description.time]
        self.place = _at(head, description.place_column) if description.place_column else None
        self.fixed = period([description.fixed_time]) if description.fixed_time else None
        self.columns = list(self._columns(head))
        rows = list(sample)
        self.styles = {
            column: description.decimal or style_of(row[column] for row in rows if column < len(row))
            for column, _, _ in self.columns
        }

    def _columns(self, head: ColumnNames) -> Iterable[tuple[int, ValueColumn, Period | None]]:
        """(place in the row, what it holds, the time its name tells)."""
        for value in self.description.values:
            if value.column:
                yield _at(head, value.column), value, None
                continue
            for column, name in enumerate(head.names):
                if found := _time_in(name):
                    yield column, value, found

    def read(self, line: int, row: Row) -> RowRead:
        """What is in this row."""
        taken = RowRead()
        if row_is_note(row):
            taken.skipped = "catatan"
            return taken
        given = [(c, v, p) for c, v, p in self.columns if not is_empty(_cell(row, c)) and self._meant(row, v)]
        if not given:
            taken.skipped = "kosong"
            return taken
        place = self._place(row)
        if place in (None, _SUM):
            self._no_place(line, row, place, taken)
            return taken
        when = self._when(line, row, taken)
        for column, value, own in given:
            if (at := own or when) is not None:
                self._figure(line, row, (column, value.indicator, str(place), at), taken)
        return taken

    def _figure(self, line: int, row: Row, of: tuple[int, str, str, Period], taken: RowRead) -> None:
        column, indicator, place, at = of
        cell, name = _cell(row, column), self.head.names[column]
        try:
            found = number(cell, self.styles[column])
        except NoNumber as wrong:
            taken.bad.append(BadCell(line, name, words(cell)[:SHOWN], str(wrong)))
            return
        if wrong_range := self._out_of_range(indicator, found, at):
            taken.bad.append(BadCell(line, name, words(cell)[:SHOWN], wrong_range))
            return
        taken.figures.append(FigureRead(indicator, place, at, found))

    def _out_of_range(self, indicator: str, value: float, at: Period) -> str:
        limits = self.limits.get(indicator, Plausible())
        if limits.lowest is not None and value < limits.lowest:
            return f"di bawah batas wajar {limits.lowest:g}"
        if limits.highest is not None and value > limits.highest:
            return f"di atas batas wajar {limits.highest:g}"
        if at.at < EARLIEST:
            return f"waktunya terlalu lama: sebelum {EARLIEST.year}"
        return "waktunya di masa depan" if at.at > self.now + limits.ahead else ""

    def _when(self, line: int, row: Row, taken: RowRead) -> Period | None:
        if self.fixed or not self.time:
            return self.fixed
        cells = [_cell(row, column) for column in self.time]
        try:
            return period(cells)
        except NoPeriod as wrong:
            name, said = self.head.names[self.time[0]], " ".join(words(cell) for cell in cells)
            taken.bad.append(BadCell(line, name, said[:SHOWN], str(wrong)))
            return None

    def _place(self, row: Row) -> str | None:
        """An area's code or a point's name; _SUM for a line of sums, None for what is unknown."""
        if self.description.place == CITY or self.place is None:
            return ""
        said = words(_cell(row, self.place))
        short = squeezed(said)
        if self.description.place == POINT:
            return _SUM if short in _TOTALS else said[:LONGEST_PLACE] or None
        if short in self.places.city:
            return ""
        if short in _TOTALS:
            return _SUM
        return self.places.by_kind[self.description.place].get(short)

    def _no_place(self, line: int, row: Row, place: str | None, taken: RowRead) -> None:
        if place == _SUM:
            taken.skipped = "jumlah"
            return
        said = words(_cell(row, self.place or 0))
        kind = "kelurahan" if self.description.place == KELURAHAN else self.description.place
        reason = f"{kind} ini tidak dikenal" if said else f"nama {kind} kosong"
        taken.bad.append(BadCell(line, self.head.names[self.place or 0], said[:SHOWN], reason))

    def _meant(self, row: Row, value: ValueColumn) -> bool:
        if not value.where:
            return True
        column = self.head.find(value.where[0])
        return column is not None and plain(words(_cell(row, column))) == plain(value.where[1])


_SUM = "\0"  # no name of a place


def squeezed(name: str) -> str:
    """A place's name as names are compared: "Kel. Bekasi Jaya" and "BEKASIJAYA" are one."""
    return "".join(sign for sign in _TITLES.sub("", name.casefold().strip()) if sign.isalnum())


def _at(head: ColumnNames, name: str) -> int:
    found = head.find(name)
    assert found is not None  # `Description.missing_from` was asked before
    return found


def _cell(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def _time_in(name: str) -> Period | None:
    """The time a column's name tells: "2024", "Jumlah / 2024", "Januari 2024"."""
    last = re.sub(r"[*)\s]+$", "", name.rpartition(" / ")[2])
    try:
        return period([last])
    except NoPeriod:
        return None


def styles(reader: RowReader) -> Mapping[str, Style]:
    """How each column of figures writes its decimals, by its name."""
    return {reader.head.names[column]: style for column, style in reader.styles.items()}


def same_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two files have the same columns, in whichever order."""
    return {plain(name) for name in one} == {plain(name) for name in other}
