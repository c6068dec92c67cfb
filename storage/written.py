"""Dates and numbers as people of a language write them: by Babel, whose tables every language is in."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_scientific

from storage.clock import LOCAL

UNREADABLE = 10**18
KEPT = 8192  # of the newest; writing one anew costs a hundred times as much


@lru_cache(maxsize=KEPT)
def moment(at: datetime, pattern: str, locale: str = "id") -> str:
    """An aware moment, local, by a pattern of the CLDR: "EEEE, d MMMM y" is "Selasa, 24 November 2026"."""
    return format_datetime(at.astimezone(LOCAL), pattern, tzinfo=LOCAL, locale=locale)


@lru_cache(maxsize=KEPT)
def number(value: float | Decimal, digits: int = 1, locale: str = "id") -> str:
    """ "1.234,5" in Indonesian; at most so many decimals, rounded half up, and none for whole numbers.

    What has more digits than anybody reads is told by its power of ten, and "–" is what is no number.
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        return "–"
    if abs(exact) >= UNREADABLE:
        return str(format_scientific(exact, "0.0E0", locale=locale))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    rounded += 0  # "-0" is "0", which it equals: kept once, it would be shown for every nothing
    return format_decimal(rounded, f"#,##0.{'#' * digits}", locale=locale)
