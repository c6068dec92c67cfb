"""What a text asks to be handled with tact: grief, a wish not to be known, an office that it accuses."""

from functools import cache

from nlu.danger import Reading, Rules, load_rules
from nlu.plain import DATA, plain
from nlu.types import Tact

FOLDER = DATA / "care"
_GRIEF, _HIDE, _UNSHOWN = "duka", "rahasia", "umum"


@cache
def _rules() -> Rules:
    return load_rules(FOLDER)


def detect_tact(text: str) -> Tact:
    """What the text asks for. Survives any text; a plain complaint gets the empty value."""
    reading = Reading(plain(text), _rules())
    found = dict(reading.all())
    accused = next((kind for kind in found if kind not in (_GRIEF, _HIDE, _UNSHOWN)), "")
    hide = "anonim" if _HIDE in found else "rahasia" if _UNSHOWN in found else ""
    return Tact(grief=_GRIEF in found, hide=hide, accuses=accused)
