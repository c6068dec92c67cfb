"""Digits as people write and say them: "0812", "nol lapan", "dobel satu", "tiga puluh dua", "nol8satu2".

One piece is a run of figures or one number said in words; several in a row, with blanks, signs or a word such
as "strip" between them, are a chain. The words stand in `nlu/data/private_words.yml`.
"""

import re
from dataclasses import dataclass
from functools import cache

from nlu.plain import DATA, load_yaml

# What people put between digits: blanks, dots, dashes, brackets, emoji, invisible signs. "@" and "%" belong
# to something else.
_GAP = r"(?:[^\w@%]|_){0,4}"
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Digits:
    """Digits and the letters start..end-1 that say them."""

    digits: str
    start: int
    end: int


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of a list in `private_words.yml`."""
    return tuple(str(word) for word in load_yaml(DATA / "private_words.yml")[name])


@cache
def _values(name: str) -> dict[str, str]:
    """Words by what they stand for, letters doubled in them written once ("three" is "thre")."""
    return {_once(str(w)): str(value) for w, value in load_yaml(DATA / "private_words.yml")[name].items()}


def _once(word: str) -> str:
    return _TWICE.sub(r"\1", word.lower())


@cache
def _any_of(name: str) -> str:
    """Matches each of the words, its letters drawn out or not ("tujuuuh")."""
    words = sorted(_values(name), key=len, reverse=True)
    return "|".join("".join(r"\s{1,2}" if c == " " else f"{re.escape(c)}+" for c in word) for word in words)


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rf"{_any_of('digits')}|\d", re.I)


@cache
def piece() -> re.Pattern[str]:
    """One number: figures, or what is said in one breath."""
    words = _any_of("digits")
    tens = rf"(?:sepuluh|sebelas|(?:{words})(?:\s(?:belas|puluh(?:\s(?:{words}))?))?)"
    said = rf"(?<!\w)(?:(?:seratus|(?:{words})\sratus)(?:\s{tens})?|{tens})(?!\w)"
    together = rf"(?<!\w)\d{{0,4}}(?:{words})(?:{words}|\d{{1,4}}){{1,20}}(?!\w)"  # "nol8satu2"
    again = rf"(?<!\w)(?P<often>{_any_of('repeats')})[\s\-]{{0,2}}(?P<digit>{words}|\d)(?!\w)"  # "dobel satu"
    return re.compile(rf"{again}|{together}|[0-9]+|{said}", re.I)


@cache
def chains() -> re.Pattern[str]:
    """Pieces that may be one number."""
    one = piece().pattern.replace("?P<often>", "?:").replace("?P<digit>", "?:")
    gap = rf"(?:{_GAP}|{_GAP}(?<!\w)(?:{'|'.join(listed('signs'))})(?!\w){_GAP})"
    return re.compile(rf"(?:{one})(?:{gap}(?:{one}))*", re.I)


def _said(words: str) -> str:
    """The digits of one piece that repeats nothing: "08", "delapan", "tiga puluh dua"."""
    if words.isdecimal():
        return words
    parts = words.lower().split()
    if parts[0] == "seratus" or parts[1:2] == ["ratus"]:
        hundreds, rest = ("1", parts[1:]) if parts[0] == "seratus" else (_below(parts[:1]), parts[2:])
        return hundreds + (_below(rest).zfill(2) if rest else "00")
    return _below(parts)


def _below(parts: list[str]) -> str:
    """Digits of a number under a hundred, or of words written together."""
    known = _values("digits")
    if parts[0] in ("sepuluh", "sebelas"):
        return "10" if parts[0] == "sepuluh" else "11"
    if len(parts) == 1 and _once(parts[0]) not in known:
        return "".join(known.get(_once(m.group()), m.group()) for m in _single().finditer(parts[0]))
    first = known[_once(parts[0])]
    if parts[1:2] == ["belas"]:
        return f"1{first}"
    if parts[1:2] == ["puluh"]:
        return f"{first}{known[_once(parts[2])] if len(parts) > 2 else '0'}"
    return first


def parts_of(found: re.Match[str]) -> list[Digits]:
    """The pieces of a chain; a digit said to be there twice is two of them ("dobel satu")."""
    out = []
    for match in piece().finditer(found.group()):
        start, end = found.start() + match.start(), found.start() + match.end()
        often, digit = match["often"], match["digit"]
        if often is None:
            out.append(Digits(_said(match.group()), start, end))
            continue
        said, at = _said(digit), found.start() + match.start("digit")
        more = int(_values("repeats")[_once(often)]) - 1
        out += [Digits(said * more, start, at), Digits(said, at, end)]
    return out
