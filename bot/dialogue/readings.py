"""What a short answer means, at every step and in every language level: one table, `readings.yml`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from nlu.types import Intent
from storage import yaml_files

_TABLE = Path(__file__).with_name("readings.yml")
_LONGEST = 14  # words; more of them tell a story
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|/\w+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_LAZY = {"malas", "foto"}
_CRIES = {"help", "bantuan"}
_ASKING = ("kan", "kah")  # "aman kan" asks, and agrees to nothing
_NO = "tidak"
_WONDERING = ("kok", "koq", "kog", "kenapa", "knp")
_SIGHS = frozenset(("eh", "oh", "ah", "aduh", "duh", "hmm", "maaf", "ya"))
_REASON = 6  # words that may give the reason behind "ga jadi deh"
_NOD, _SHAKE = set("👍👌✅☑✔🆗"), set("👎❌✖🙅")


class Reading(StrEnum):
    """A short answer, whatever was asked."""

    YES = "yes"
    NO = "no"
    SKIP = "skip"
    NO_PHOTO = "no_photo"  # of the picture alone; whatever else was asked stays open
    SEND = "send"
    DONT_KNOW = "dont_know"
    STOP = "stop"
    LATER = "later"
    HUMAN = "human"
    WRONG = "wrong"
    GREET = "greet"
    HELP = "help"
    STATUS = "status"
    THANKS = "thanks"


# The intent of a message that has a reading, whatever else was understood.
INTENTS: dict[Reading, Intent] = {
    Reading.YES: Intent.YA, Reading.SEND: Intent.YA, Reading.NO: Intent.TIDAK, Reading.SKIP: Intent.TIDAK,
    Reading.NO_PHOTO: Intent.TIDAK,
    Reading.DONT_KNOW: Intent.TIDAK, Reading.WRONG: Intent.TIDAK, Reading.STOP: Intent.BATAL,
    Reading.GREET: Intent.SALAM, Reading.HELP: Intent.BANTUAN, Reading.STATUS: Intent.STATUS,
    Reading.THANKS: Intent.TERIMA_KASIH, Reading.LATER: Intent.BUKAN_LAPORAN,
    Reading.HUMAN: Intent.BUKAN_LAPORAN,
}  # fmt: skip


_AGREEING = (Reading.YES, Reading.SEND)
_BESIDE_SENDING = frozenset(
    (Reading.NO, Reading.SKIP, Reading.LATER, Reading.NO_PHOTO, Reading.DONT_KNOW, Reading.THANKS)
)
_CLAUSES = re.compile(r"[,.;!\n]+")


@dataclass(frozen=True)
class _Family:
    """A reading said in any order: one word out of each group, and no word beyond them and `words`."""

    reading: Reading
    needs: tuple[frozenset[str], ...]
    words: frozenset[str]

    def holds(self, words: set[str]) -> bool:
        """Whether the words say it."""
        return all(group & words for group in self.needs) and words <= self.words.union(*self.needs)


@dataclass(frozen=True)
class _Table:
    spelled: dict[str, str]
    polite: frozenset[str]
    phrases: dict[tuple[str, ...], Reading]
    literal: dict[str, Reading]
    longest: int
    stronger: tuple[Reading, ...]
    families: tuple["_Family", ...]
    softening: frozenset[str]
    because: frozenset[str]


def _family(item: tuple[str, Any]) -> _Family:
    """ "human" and "human_not_bot" are two families of one reading."""
    name, data = item
    reading = next(r for r in sorted(Reading, key=len, reverse=True) if name.startswith(r))
    return _Family(reading, tuple(frozenset(g) for g in data["needs"]), frozenset(data["words"]))


@cache
def _table() -> _Table:
    text = _TABLE.read_text(encoding="utf-8")
    # Everything is read as plain words: "no" and "yes" are words here, and BaseLoader makes strings alone.
    data: dict[str, Any] = yaml_files.read(text, "BaseLoader")
    spelled = {str(form): str(word) for word, forms in data["spelled"].items() for form in forms}
    phrases: dict[tuple[str, ...], Reading] = {}
    literal: dict[str, Reading] = {}
    for name, wordings in data["readings"].items():
        for wording in wordings:
            if wording.startswith("="):
                literal[wording[1:]] = Reading(name)
                continue
            words = tuple(_respelled(_WORD.findall(str(wording)), spelled))
            phrases.setdefault(words, Reading(name))
    return _Table(
        spelled, frozenset(map(str, data["polite"])), phrases, literal, max(map(len, phrases)),
        tuple(Reading(name) for name in data["stronger"]),
        tuple(map(_family, data["families"].items())),
        frozenset(map(str, data["softening"])), frozenset(map(str, data["because"])),
    )  # fmt: skip


def wordings() -> dict[Reading, tuple[str, ...]]:
    """The phrases of each reading, in the table's spelling."""
    made: dict[Reading, list[str]] = {}
    for words, reading in _table().phrases.items():
        made.setdefault(reading, []).append(" ".join(words))
    return {reading: tuple(phrases) for reading, phrases in made.items()}


def _respelled(words: list[str], spelled: dict[str, str]) -> list[str]:
    """The words in the table's spelling: "gapunya" becomes two."""
    return [part for word in words for part in spelled.get(word, word).split()]


def words_of(text: str) -> list[str]:
    """The words as the table spells them; forms of address and softening words stay."""
    table = _table()
    plain = [_DRAWN_OUT.sub(r"\1", word) for word in _WORD.findall(text.lower().replace("’", "'"))]
    return _respelled(plain, table.spelled)


def reading_of(text: str) -> Reading | None:
    """What a short answer means; None for whatever tells more than that."""
    if (literal := _table().literal.get(" ".join(_WORD.findall(text.lower())))) is not None:
        return literal
    signs = set(text)
    words = words_of(text)
    if "!" in signs and words and set(words) <= _CRIES:  # "HELP!!!" asks for no menu
        return None
    if not words:
        return Reading.YES if signs & _NOD else Reading.NO if signs & _SHAKE else None
    if len(words) > _LONGEST:
        return None
    polite = _table().polite
    core = [word for word in words if word not in polite]
    core = core[:1] + [word for word in core[1:] if word != "ya"]  # "makasih ya" thanks, and says no yes
    human, *others = _table().families
    if human.holds(set(core)):
        return human.reading
    covered = (_covered(core) if core else None) or _covered(words)
    if covered is Reading.STOP and set(core) >= _LAZY:  # "ga ada foto lah males" stops nothing
        covered = Reading.NO_PHOTO
    found = covered or next((family.reading for family in others if family.holds(set(core))), None)
    if covered is None and found is Reading.DONT_KNOW and core[-1] == _NO:  # "nama saya kelihatan ga" asks
        found = None
    found = found or _with_reason(words)
    found = Reading.SEND if found in _BESIDE_SENDING and _sends_after_all(text) else found
    asks = text.rstrip().endswith("?") or any(word in _ASKING for word in words)
    wonders = found is Reading.NO and words[0] in _WONDERING  # "kok belum juga"
    return None if wonders or (found in _AGREEING and asks) else found


def without_closing(text: str) -> tuple[str, tuple[Reading, ...]]:
    """ "Pohon tumbang, ga ada foto, langsung kirim aja": the story, and what its last clauses say besides."""
    clauses, said = text.split(","), []
    while len(clauses) > 1 and (reading := reading_of(clauses[-1])) in (Reading.NO_PHOTO, Reading.SEND):
        said.append(reading)
        clauses.pop()
    return ",".join(clauses), tuple(said)


def sends_at_last(text: str) -> bool:
    """ "Oh berarti kabupaten bogor ya, ya udah catat aja": whatever comes before, the last clause sends."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    return len(clauses) > 1 and len(text.split()) <= _LONGEST and reading_of(clauses[-1]) is Reading.SEND


def _sends_after_all(text: str) -> bool:
    """ "Gausah, kirim aja": one of its clauses says plainly to send, whatever the others decline."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    return len(clauses) > 1 and any(reading_of(clause) is Reading.SEND for clause in clauses)


def _with_reason(words: list[str]) -> Reading | None:
    """ "Ga jadi deh, udah dipotong warga", "bentar ya anak nangis": it stops or waits, and says why."""
    table = _table()
    while words and words[0] in _SIGHS:
        words = words[1:]
    for size in range(min(table.longest, len(words) - 2), 0, -1):
        reading = table.phrases.get(tuple(words[:size]))
        if reading not in (Reading.STOP, Reading.LATER):
            continue
        rest = words[size:]
        while rest and rest[0] in table.softening:
            rest = rest[1:]
        softened = len(rest) < len(words) - size or words[size - 1] in table.softening
        told = softened if reading is Reading.LATER else bool(rest) and rest[0] in table.because
        return reading if told and 0 < len(rest) <= _REASON else None
    return None


def _covered(words: list[str]) -> Reading | None:
    """The strongest reading among the phrases that cover every word; None when one stays uncovered."""
    # covered[i]: the readings that cover the first i words together, by the longest phrases first.
    table = _table()
    covered: list[frozenset[Reading] | None] = [frozenset(), *[None] * len(words)]
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - table.longest), end):
            reading, before = table.phrases.get(tuple(words[start:end])), covered[start]
            if reading is not None and before is not None:
                addressed = end - start == 1 and reading is Reading.HUMAN and len(words) > 1
                covered[end] = before if addressed else before | {reading}  # "makasih admin" calls nobody
                break
    found = covered[len(words)] if words else None
    return next((reading for reading in table.stronger if reading in found), None) if found else None
