"""Figures that the database works out, spelled for either of them: hours between two moments, percentiles,
days and months by the city's clock.

SQLite knows no percentiles; `Percentile` gives it one, made of the same steps as PostgreSQL's.
"""

from datetime import timedelta
from statistics import quantiles
from typing import Any

from sqlalchemy import ColumnElement, Date, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage import clock

PLACE = clock.ZONES[clock.ZONE]
AHEAD = f"+{clock.AHEAD[clock.ZONE] // timedelta(hours=1)} hours"
PERCENTILE = "sorot_percentile"  # its name on SQLite


class hours_between(FunctionElement[float]):  # noqa: N801 - reads as a function of SQL
    """Hours from one moment (column) to another; None where either is."""

    type = Float()
    inherit_cache = True


class percentile(FunctionElement[float]):  # noqa: N801
    """Of (which of a hundred, value): as spreadsheets do, None of none."""

    type = Float()
    inherit_cache = True


class local_day(FunctionElement[Any]):  # noqa: N801
    """The calendar day by the city's clock on which a moment (column) lies."""

    type = Date()
    inherit_cache = True


class local_month(FunctionElement[Any]):  # noqa: N801
    """The first day of the month by the city's clock in which a moment (column) lies."""

    type = Date()
    inherit_cache = True


class Percentile:
    """The aggregate for SQLite."""

    def __init__(self) -> None:
        self.which, self.values = 50, list[float]()

    def step(self, which: int, value: float | None) -> None:
        """One row's value."""
        self.which = which
        if value is not None:
            self.values.append(value)

    def finalize(self) -> float | None:
        """The percentile (linear between two)."""
        if len(self.values) < 2:
            return self.values[0] if self.values else None
        return quantiles(self.values, n=100, method="inclusive")[self.which - 1]


def _parts(element: FunctionElement[Any], compiler: Any, **given: Any) -> list[str]:
    return [compiler.process(part, **given) for part in element.clauses]


@compiles(hours_between, "postgresql")
def _hours_postgresql(element: hours_between, compiler: Any, **given: Any) -> str:
    start, end = _parts(element, compiler, **given)
    return f"(CAST(extract(epoch FROM ({end}) - ({start})) AS double precision) / 3600)"


@compiles(hours_between, "sqlite")
def _hours_sqlite(element: hours_between, compiler: Any, **given: Any) -> str:
    """Whole seconds and what stands behind them apart, so that nothing is rounded."""
    start, end = (
        (f"CAST(strftime('%s', {part}) AS INTEGER)", f"CAST(substr({part}, 20) AS REAL)")
        for part in _parts(element, compiler, **given)
    )
    return f"(({end[0]} - {start[0]} + ({end[1]} - {start[1]})) / 3600.0)"


@compiles(percentile, "postgresql")
def _percentile_postgresql(element: percentile, compiler: Any, **given: Any) -> str:
    which, value = _parts(element, compiler, **given)
    return f"percentile_cont({which} / 100.0) WITHIN GROUP (ORDER BY {value})"


@compiles(percentile, "sqlite")
def _percentile_sqlite(element: percentile, compiler: Any, **given: Any) -> str:
    return f"{PERCENTILE}({', '.join(_parts(element, compiler, **given))})"


@compiles(local_day, "postgresql")
def _day_postgresql(element: local_day, compiler: Any, **given: Any) -> str:
    return f"CAST(({_parts(element, compiler, **given)[0]}) AT TIME ZONE '{PLACE}' AS date)"


@compiles(local_day, "sqlite")
def _day_sqlite(element: local_day, compiler: Any, **given: Any) -> str:
    return f"date({_parts(element, compiler, **given)[0]}, '{AHEAD}')"


@compiles(local_month, "postgresql")
def _month_postgresql(element: local_month, compiler: Any, **given: Any) -> str:
    moment = f"({_parts(element, compiler, **given)[0]}) AT TIME ZONE '{PLACE}'"
    return f"CAST(date_trunc('month', {moment}) AS date)"


@compiles(local_month, "sqlite")
def _month_sqlite(element: local_month, compiler: Any, **given: Any) -> str:
    return f"date({_parts(element, compiler, **given)[0]}, '{AHEAD}', 'start of month')"


def median(value: ColumnElement[Any]) -> percentile:
    """The one in the middle."""
    return percentile(50, value)
