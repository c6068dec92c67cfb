"""Units. Lengths are converted into one another; every other unit is taken as the thing declares it."""

PER_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0}


def known(given: str, *, own: str) -> bool:
    """Whether a value in `given` can be told in the thing's `own` unit."""
    return given == own or (given in PER_CM and own in PER_CM)


def convert(value: float, given: str, *, own: str) -> float:
    """`value` in the thing's own unit, lengths to a tenth of a millimetre; KeyError unless `known`."""
    return value if given == own else round(value * PER_CM[given] / PER_CM[own], 2)
