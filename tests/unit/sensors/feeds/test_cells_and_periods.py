"""Numbers and times as Indonesians and others write them in tables; all else is refused in a sentence."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensors.domain.feeds.cells import NoNumber, Style, is_empty, number, style_of
from sensors.domain.feeds.periods import LOCAL, NoPeriod, Span, period


@pytest.mark.parametrize(
    ("column", "read"),
    [
        (["1.234,5", "2.000"], [1234.5, 2000]),
        (["1,234.5", "2,000"], [1234.5, 2000]),
        (["12,5", "3"], [12.5, 3]),
        (["12.5", "1234.25"], [12.5, 1234.25]),
        (["1.234", "12.000"], [1234, 12000]),
        (["0.123"], [0.123]),
        (["Rp 12.500", "Rp. 9.000,00"], [12500, 9000]),
        (["10 km", "8,5 km"], [10, 8.5]),
        (["(3)", "−7", "+4"], [3, -7, 4]),
        (["12 500", "3 %"], [12500, 3]),
        ([1234.5, 7], [1234.5, 7]),
    ],
)
def test_a_column_is_read_by_the_way_it_writes_decimals(column: list[Any], read: list[float]) -> None:
    assert [number(cell, style_of(column)) for cell in column] == read


@pytest.mark.parametrize("cell", ["abc", "12abc34", "1.2.3", "12.5", "dua puluh", "--5", True, float("inf")])
def test_what_is_no_number_of_this_column_is_refused_in_a_sentence(cell: Any) -> None:
    with pytest.raises(NoNumber, match=r"bukan angka|tidak ditulis seperti|tidak berhingga"):
        number(cell, Style.COMMA)


@pytest.mark.parametrize("cell", [None, "", "-", " – ", "...", "N/A", "Tidak ada data", float("nan")])
def test_the_ways_of_saying_nothing_are_empty(cell: Any) -> None:
    assert is_empty(cell)


@given(
    st.floats(min_value=-1e9, max_value=1e9).map(lambda value: round(value, 2)), st.sampled_from(list(Style))
)
def test_every_number_written_with_groups_and_decimals_comes_back(value: float, style: Style) -> None:
    written = f"{value:,.2f}"
    if style is Style.COMMA:
        written = written.translate(str.maketrans(",.", ".,"))
    assert number(written, style) == pytest.approx(value)


@pytest.mark.parametrize(
    ("cells", "at", "span"),
    [
        (["17 Agustus 2024"], "2024-08-17", Span.DAY),
        (["Senin, 1 Agt 2024"], "2024-08-01", Span.DAY),
        (["01/02/2024"], "2024-02-01", Span.DAY),
        (["31-12-24"], "2024-12-31", Span.DAY),
        (["2024-03-05"], "2024-03-05", Span.DAY),
        (["20240305"], "2024-03-05", Span.DAY),
        ([45292.0], "2024-01-01", Span.DAY),
        ([datetime(2024, 3, 5, tzinfo=LOCAL).replace(tzinfo=None)], "2024-03-05", Span.DAY),
        (["2024-03-05 13:30:00"], "2024-03-05T13:30", Span.MOMENT),
        (["2024-03-05T06:30:00+00:00"], "2024-03-05T13:30", Span.MOMENT),
        (["5 Mar 2024 13.30 WIB"], "2024-03-05T13:30", Span.MOMENT),
        (["5 Mar 2024", "15:30 WIT"], "2024-03-05T13:30", Span.MOMENT),
        (["Maret 2024"], "2024-03-01", Span.MONTH),
        (["Mar-24"], "2024-03-01", Span.MONTH),
        (["2024-03"], "2024-03-01", Span.MONTH),
        (["Maret", 2024.0], "2024-03-01", Span.MONTH),
        (["3", "2024"], "2024-03-01", Span.MONTH),
        (["Triwulan II 2024"], "2024-04-01", Span.QUARTER),
        (["Semester 2", "2024"], "2024-07-01", Span.HALF),
        (["2024*"], "2024-01-01", Span.YEAR),
        ([2024], "2024-01-01", Span.YEAR),
    ],
)
def test_times_are_read_as_people_write_them(cells: list[Any], at: str, span: Span) -> None:
    found = period(cells)
    assert (found.at, found.span) == (datetime.fromisoformat(at).replace(tzinfo=LOCAL), span)


@pytest.mark.parametrize(
    "cells", [["Jumlah"], ["30 Februari 2024"], ["13/13/2024"], [""], [5.2], ["Triwulan V 2024"]]
)
def test_what_tells_no_time_is_refused(cells: list[Any]) -> None:
    with pytest.raises(NoPeriod, match=r"bukan waktu|kosong"):
        period(cells)


@given(
    st.lists(
        st.one_of(st.text(max_size=20), st.floats(), st.integers(-(10**9), 10**9)), min_size=1, max_size=3
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused(cells: list[Any]) -> None:
    said = []
    for read in (lambda: period(cells), lambda: number(cells[0], style_of(cells))):
        try:
            said.append(repr(read()))
        except (NoPeriod, NoNumber) as refused:
            said.append(str(refused))
    assert all(said)
