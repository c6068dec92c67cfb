"""What people ask in the middle of something else: recognised by one table, `asides.yml`."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from bot.dialogue.readings import words_of
from storage import yaml_files

_TABLE = Path(__file__).with_name("asides.yml")
_SO_SHORT = 12  # words; more of them tell something, whatever they ask


@cache
def _table() -> dict[str, Any]:
    data: dict[str, Any] = yaml_files.read(_TABLE.read_text(encoding="utf-8"))
    return data


@cache
def _patterns(name: str) -> re.Pattern[str]:
    listed = _table()["asked"][name] if name in _table()["asked"] else _table()[name]
    return re.compile("|".join(f"(?:{pattern})" for pattern in listed))


@cache
def _questioning() -> re.Pattern[str]:
    return re.compile(_table()["questioning"])


def asked(text: str) -> str | None:
    """The name of what the words ask: one of asides.yml, "other" for an unknown question, None for none."""
    words = words_of(text)
    if not words or len(words) > _SO_SHORT:
        return None
    plain = " ".join(words)
    for name in _table()["asked"]:
        if _patterns(name).search(plain):
            return str(name)
    return "other" if text.rstrip(" .!").endswith("?") or _questioning().match(plain) else None


def loses(text: str) -> str:
    """What of the resident's own is lost, and no office looks for: pet | thing; "" for nothing."""
    words = words_of(text)
    plain = " ".join(words)
    if len(words) > _SO_SHORT * 2 or _patterns("stolen").search(plain):
        return ""
    kinds = _table()["losing"]
    return next((name for name in kinds if re.search("|".join(kinds[name]), plain)), "")


def asks_unmarked(text: str) -> bool:
    """Whether few words ask something of the officers, though no mark says so."""
    return says("unmarked", text)


def vents(text: str) -> bool:
    """Whether the words are anger at the authorities, and tell nothing else."""
    return says("venting", text)


def meant_for_us(text: str) -> bool:
    """Whether few words are said to us, and tell of nothing that could have happened to anybody."""
    return vents(text) or urges(text) or says("who_knows", text) or asked(text) not in (None, "other")


def recalls(text: str) -> bool:
    """Whether the words ask what was told, or how it stands."""
    return says("recalling", text)


def urges(text: str) -> bool:
    """Whether the words ask after something that takes its time."""
    return says("urging", text)


def names_nothing(text: str) -> bool:
    """Whether words that ask after something name no matter of their own: "kok ga ada yg dateng"."""
    return says("unsaid", text)


def passed_on(text: str) -> bool:
    """Whether a text, however long, is a chain message or asks about one, and its writer saw nothing."""
    plain = " ".join(words_of(text))
    return bool(_patterns("passed_on").search(plain)) and not _patterns("witnessed").search(plain)


def of_the_visit(text: str) -> bool:
    """Whether the words arrange the coming of whoever works on a report."""
    return says("visiting", text)


def mended(text: str) -> bool:
    """Whether the words say, of what nobody has finished yet, that it is well again."""
    return says("mended", text) and not says("unmended", text)


def not_done(text: str) -> bool:
    """Whether the words say of finished work that it is not finished."""
    return says("undone", text)


def well_done(text: str) -> bool:
    """Whether the words say of finished work that it is done."""
    return says("done", text)


def lukewarm(text: str) -> bool:
    """Whether finished work is found neither good nor undone: "kurang rapi tapi lumayan"."""
    return says("lukewarm", text) and not not_done(text)


def helped(text: str) -> bool:
    """Whether the words say that help for somebody in danger was called, or has come."""
    return says("helped", text)


def ashamed(text: str) -> bool:
    """Whether somebody who was hurt is ashamed, or takes the blame."""
    return says("ashamed", text)


def made_elsewhere(text: str) -> bool:
    """Whether the words say that a report was made by another channel."""
    return says("made_elsewhere", text)


def not_reporting(text: str) -> bool:
    """Whether the words say that they are no report."""
    return says("not_reporting", text)


def lets_be(text: str) -> bool:
    """Whether the words give up what was told, softly: "gapapa deh, ntar ribut"."""
    return says("letting_be", text)


def says(name: str, text: str) -> bool:
    """Whether few words say one of the table's things."""
    words = words_of(text)
    return len(words) <= _SO_SHORT and bool(_patterns(name).search(" ".join(words)))
