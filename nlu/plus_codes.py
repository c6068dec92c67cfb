"""Plus Codes ("QX5R+3H Margahayu"): what Google's maps give where a house has no number, read without a map.

The Open Location Code specification (https://github.com/google/open-location-code): digits come in pairs,
latitude first, each twenty times finer than the one before; from the eleventh on a digit is one of 4 x 5
cells. Leading pairs that a town's name stands for may be left out.
"""

import re

_DIGITS = "23456789CFGHJMPQRVWX"
# At least one letter: "2500+25" is a sum.
PATTERN = (
    r"(?=[2-9+]*[CFGHJMPQRVWX])(?:[2-9C][2-9CFGHJMPQRV])?"
    rf"(?:[{_DIGITS}]{{2}}){{2,3}}\+[{_DIGITS}]{{2,7}}"
)
_CODE = re.compile(PATTERN, re.I)
_PAIR_BEFORE_PLUS, _PAIRS = 4, 5
_NEAR = 0.3  # degrees, some 33 km: a short code farther from the city's middle was meant for another town


def point_of(code: str, near: tuple[float, float]) -> tuple[float, float] | None:
    """The middle of the code's cell (latitude, longitude); None for what is no code.

    near: the point a short code is completed from; None also where it would lie far from there.
    """
    if not _CODE.fullmatch(code):
        return None
    before, after = code.upper().split("+")
    dropped = _PAIR_BEFORE_PLUS - len(before) // 2
    digits = [_DIGITS.index(letter) for letter in before + after]
    pairs = min(_PAIRS - dropped, len(digits) // 2)
    lat = _along(digits[0 : 2 * pairs : 2], dropped, [cell // 4 for cell in digits[2 * pairs :]], rows=5)
    lon = _along(digits[1 : 2 * pairs : 2], dropped, [cell % 4 for cell in digits[2 * pairs :]], rows=4)
    if not dropped:
        return round(lat - 90, 7), round(lon - 180, 7)
    whole = 20.0 ** (2 - dropped)  # degrees after which a short code comes again
    point = _nearest(lat - 90, near[0], whole), _nearest(lon - 180, near[1], whole)
    far = any(abs(here - there) > _NEAR for here, there in zip(point, near, strict=True))
    return None if far else point


def _along(digits: list[int], dropped: int, cells: list[int], *, rows: int) -> float:
    """Degrees from the edge of the world, or of what was left out, to the middle of the cell."""
    size, at = 20.0 ** (2 - dropped), 0.0
    for digit in digits:
        size /= 20
        at += digit * size
    for cell in cells:
        size /= rows
        at += cell * size
    return at + size / 2


def _nearest(at: float, near: float, whole: float) -> float:
    return round(at + round((near - at) / whole) * whole, 7)
