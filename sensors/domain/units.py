"""Lengths: everything inside is centimetres."""

PER_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0}


def to_cm(value: float, unit: str) -> float:
    """`value` in centimetres, to a tenth of a millimetre; KeyError for a unit other than mm, cm, m."""
    return round(value * PER_CM[unit], 2)
