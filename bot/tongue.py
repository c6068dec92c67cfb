"""Which language a message is in, and an English one in words the understanding knows."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from storage import yaml_files

_TABLE = Path(__file__).with_name("english.yml")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEWEST = 2  # telling words


@cache
def _table() -> dict[str, Any]:
    # Everything is read as plain words: "no" and "on" are words here, and BaseLoader makes strings alone.
    data: dict[str, Any] = yaml_files.read(_TABLE.read_text(encoding="utf-8"), "BaseLoader")
    return data


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_table()["words"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


def tongue_of(text: str) -> str | None:
    """ "en" or "id", when the words tell; None for what may be either ("ok", a name, a number)."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    if " ".join(words) in _table()["alone"]:
        return "en"
    english = sum(word in _table()["english"] for word in words)
    ours = sum(word in _table()["indonesian"] for word in words)
    if english >= _FEWEST and english > 2 * ours:
        return "en"
    return "id" if ours >= _FEWEST and ours > 2 * english else None


def in_indonesian(text: str) -> str:
    """The words of an English text that are known, in Indonesian; "" when none is."""
    words = _table()["words"]
    return " ".join(words[found] for found in _phrases().findall(text.lower()))


def category_in(locale: str, code: str) -> str | None:
    """What a kind of matter is called in that language; None where the city's own name stands."""
    named: dict[str, str] = _table()["categories"] if locale == "en" else {}
    return named.get(code)
