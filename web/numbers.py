"""Figures as they are written in Indonesia."""

from storage import written


def number(value: float | int | None, digits: int = 1) -> str:
    """ "1.234,5": full stop between thousands, comma before decimals; whole numbers without; None is "–"."""
    if value is None:
        return "–"
    return written.number(value, digits)


def hours(value: float | None) -> str:
    """A duration given in hours: "40 menit", "3,2 jam", "2,1 hari" (from 48 on); None is "belum ada"."""
    if value is None:
        return "belum ada"
    if value < 1:
        return f"{number(value * 60, 0)} menit"
    return f"{number(value)} jam" if value < 48 else f"{number(value / 24)} hari"


def metres(value: float) -> str:
    """A way given in metres: "325 m", "1,4 km" (from 1.000 on)."""
    return f"{number(value / 1000)} km" if value >= 1000 else f"{number(value, 0)} m"
