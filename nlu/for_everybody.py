"""What is hidden of a text before everybody may read it, beyond what is hidden from officers.

Names after a title or a word that announces one ("Bapak …", "atas nama …"), number plates, exact points,
links and accounts of networks. It hides rather too much than too little: a sentence may lose a word.
"""

import re
from collections.abc import Mapping
from functools import cache

from nlu.plain import DATA, load_yaml
from nlu.plates import without_plates
from nlu.points import find_points
from nlu.privacy import mask

NAME, POINT, LINK, ACCOUNT_NAME = "[nama]", "[titik]", "[tautan]", "[akun]"
MOST_WORDS = 4  # of one name
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|id|net|org|me|ly|gl|link|app)(?:/\S*)?\b", re.I)
_HANDLE = re.compile(r"(?<![\w.])@[\w.]{3,}")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*", re.UNICODE)
_VERB = re.compile(r"(?:me[mnl]|meng|ber|di|ter|per|se|ke)[a-z]{3,}$")


@cache
def _data() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = load_yaml(DATA / "public_words.yml")
    return found


@cache
def _titles() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(word) for word in _data()["titles"]), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])\.?[\s:]{{1,3}}", re.I)


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_data()["no_names"])


def _name_end(text: str, start: int) -> int:
    """Where the name ends that begins at `start`; `start` where none does."""
    end, words = start, 0
    for found in _WORD.finditer(text, start):
        between = text[end : found.start()]
        if words and between not in (" ", "  ", ". ", " - ", "."):
            break
        if not words and between.strip():
            break
        word = found[0].rstrip(".'’-")
        common = word.lower() in _no_names()
        if common and not (words and word[:1].isupper() and not text.isupper()):
            break
        if words and word.islower() and _VERB.match(word):
            break
        end, words = found.start() + len(word), words + 1
        if words == MOST_WORDS:
            break
    return end


def _without_names(text: str) -> str:
    out: list[str] = []
    at = 0
    for title in _titles().finditer(text):
        if title.start() < at:
            continue
        end = _name_end(text, title.end())
        if end > title.end():
            out += [text[at : title.end()], NAME]
            at = end
    return "".join([*out, text[at:]])


def _without_points(text: str) -> str:
    out: list[str] = []
    at = 0
    for written in find_points(text):
        out += [text[at : written.start], POINT]
        at = written.end
    return "".join([*out, text[at:]])


def for_everybody(text: str) -> str:
    """The text as anybody may read it; doing it twice changes nothing more."""
    masked = mask(_HANDLE.sub(ACCOUNT_NAME, _LINK.sub(LINK, mask(_without_points(text)))))
    return _without_names(without_plates(masked))
