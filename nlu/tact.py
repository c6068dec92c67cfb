"""What a text asks to be handled with tact: grief, a wish not to be known, an office that it accuses."""

import re
from functools import cache

from nlu.danger import Rules, Spotted, load_rules
from nlu.plain import DATA, keys, load_yaml, plain
from nlu.types import Tact

FOLDER = DATA / "care"
_GRIEF, _OWN_LOSS, _HIDE, _UNSHOWN, _DELICATE = "duka", "kehilangan", "rahasia", "umum", "martabat"
_NOBODY_ACCUSED = frozenset((_GRIEF, _OWN_LOSS, _HIDE, _UNSHOWN, _DELICATE))
_SCHOOL = "sekolah"
_TEACHERS = re.compile(
    r"\b(?:guru|kepsek|kepala sekolah|wali kelas|komite|satpam|ustad\w*|pembina)", re.IGNORECASE
)
_REST = 2  # words that may stand beside a wish not to be known which is the whole message


@cache
def _rules() -> Rules:
    return load_rules(FOLDER)


@cache
def _empty() -> frozenset[str]:
    """Words that tell nothing beside a wish not to be known."""
    rows = load_yaml(FOLDER / "kosong.yml")["words"]
    return frozenset(word for row in rows for word in keys(row))


def detect_tact(text: str) -> Tact:
    """What the text asks for. Survives any text; a plain complaint gets the empty value."""
    reading = Spotted(plain(text), _rules())
    found = dict(reading.all())
    accused = next((kind for kind in found if kind not in _NOBODY_ACCUSED), "")
    if _DELICATE in found and accused == _SCHOOL and not _TEACHERS.search(text):
        accused = ""  # pupils did it
    hide = "anonim" if _HIDE in found else "rahasia" if _UNSHOWN in found else ""
    span = found.get(_HIDE) or found.get(_UNSHOWN)
    rest = [
        word
        for i, word in enumerate(reading.known.words)
        if span and not span[0] <= i < span[1] and word not in _empty()
    ]
    return Tact(
        grief=_GRIEF in found or _OWN_LOSS in found, own_loss=_OWN_LOSS in found, hide=hide, accuses=accused,
        hides_only=bool(hide) and len(rest) <= _REST and not accused,
        delicate=_DELICATE in found,
    )  # fmt: skip
