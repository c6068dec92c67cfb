"""What people tell of their own life, which is no matter of the city's: "kucing saya lucu banget"."""

from functools import cache
from typing import Any

from nlu.cues import Lexicon
from nlu.matters import faults_and_matters
from nlu.plain import DATA, Plain, key, load_yaml, plain

_LONGEST = 14  # words; whoever tells more is heard out
_SHORT = 6  # words; in so few, whatever is named is theirs
_BESIDE = 2  # words between a thing and whose it is, or between a thing and its fault


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(DATA / "own_life.yml")
    return data


@cache
def _lexicon() -> Lexicon:
    # Words as they are written: "hujan" is no misspelling of anything, and "harga" none of "haus".
    return Lexicon(
        {name: _data()[name] for name in ("mine", "things", "doing", "veto", "praise", "praise_veto")},
        tight=True,
    )


@cache
def _keys_of(name: str) -> frozenset[str]:
    return frozenset(key(str(word)) for word in _data()[name])


def of_own_life(text: str) -> bool:
    """Whether the words tell of the person's own life, or play with the bot, and of nothing that is wrong."""
    known = plain(text)
    words = known.words[:-1] if known.words[-1:] in (("tidak",), ("kan",)) else known.words  # "bagus ga" asks
    known = plain(known.written(0, len(words))) if len(words) > 1 else known
    if not known.words or len(known.words) > _LONGEST:
        return False
    found = _lexicon().find(known.words)
    if found.get("praise"):
        return not found.get("praise_veto") and not any(faults_and_matters(known.words))
    if not found.get("doing") and not _owned(known, found):
        return False
    if _vetoed(found) and not _asks_the_bot(known):
        return False
    return not _done_to_them(known) and not _wrong(known, found)


def _vetoed(found: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a word speaks against it that is no part of what they do ("duit" of "duit buat jajan")."""
    doing = {at for start, end in found.get("doing", ()) for at in range(start, end)}
    return any(not doing.issuperset(range(start, end)) for start, end in found.get("veto", ()))


def _asks_the_bot(known: Plain) -> bool:
    """ "kamu udah makan belum": the last word only asks."""
    you = any(word in _keys_of("you") for word in known.words[:2])
    return you and known.words[-1] in ("belum", "tidak", "kah")


def _owned(known: Plain, found: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether somebody or something of theirs is named: "anak saya", "kucing ku", "hp aku"."""
    for start, end in (*found.get("mine", ()), *found.get("things", ())):
        first, last = max(0, start - _BESIDE), end + _BESIDE
        near = known.words if len(known.words) <= _SHORT else known.words[first:last]
        if any(word in _keys_of("whose") for word in near) or known.words[start].endswith(_data()["suffix"]):
            return True
    return False


def _done_to_them(known: Plain) -> bool:
    return any(
        word.startswith("di") and len(word) > len("dikit") and word not in _keys_of("passive")
        for word in known.words
    )


def _wrong(known: Plain, found: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a fault is told that is not one of a thing of theirs."""
    faults, matters = faults_and_matters(known.words)
    if matters:
        return True
    own = [at for start, end in found.get("things", ()) for at in range(start, end)]
    return any(not any(abs(start - at) <= _BESIDE + 1 for at in own) for start, _ in faults)
