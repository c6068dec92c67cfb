"""Hiding number plates, however they are written: "B 1234 XYZ", "b-1234-xyz", "B I234 XYZ", "B satu dua x".

Letters of a region, figures, letters. Letters of other alphabets, round and wide figures and letters in a
figure's place are read as what they look like; signs may stand between. A house ("blok B 12 a") is none,
unless a vehicle is spoken of just before.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from nlu.plain import DATA, load_yaml

PLATE = "[pelat]"
_NEAR = 40  # letters before, within which a vehicle or a plate is spoken of
_MANY = 4  # figures that no house has
_TWINS = str.maketrans("АВСЕНІЈКМОРЅТУХЗавсеіјкморѕтухз", "ABCEHIJKMOPSTYX3abceijkmopstyx3")
_FIGURE = re.compile("[0-9oOIl]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FORCE = re.compile(r"\b(?:tni|polri|polisi)(?:[\s-](?:ad|al|au))?[\s:]{1,2}$", re.I)
_GAP = r"[^\S\n]{0,3}[^\w\n(\[]{0,3}_{0,2}[^\S\n]?\n?"


@cache
def _any(name: str) -> str:
    """The listed words as alternatives, the longest first."""
    listed = load_yaml(DATA / "public_words.yml")[name]
    return "(?:" + "|".join(sorted((re.escape(str(word)) for word in listed), key=len, reverse=True)) + ")"


def _legible(text: str) -> str:
    """The text in plain letters and figures, each where it was."""
    return text if text.isascii() else "".join(map(_plain, text.translate(_TWINS)))


@cache
def _plain(sign: str) -> str:
    if unicodedata.category(sign) in ("Cf", "Zs"):
        return " "
    alike = unicodedata.normalize("NFKC", sign)
    return alike if len(alike) == 1 else sign


@cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """At the end of what stands before: a plate is announced; a vehicle is near; a house is named."""
    plate = rf"{_any('plates_announced')}(?:[\s.]{{0,2}}nya)?"
    number = rf"(?:[\s.]{{0,2}}{_any('plate_numbers')}(?:\s?nya)?)?(?:\s{_any('plate_colours')})?"
    return (
        re.compile(rf"(?<![^\W_])(?<!\[){plate}{number}[^\w\n]{{0,3}}$", re.I),
        re.compile(rf"(?<![^\W_])(?<!\[)(?:{_any('vehicles')}|{plate})(?:nya)?(?![^\W_])", re.I),
        re.compile(rf"(?<![\w-]){_any('not_before_plates')}\.?\s$", re.I),
    )


def _announced(before: str, _: str) -> bool:
    return bool(_before()[0].search(before))


def _about(before: str, _: str) -> bool:
    return bool(_before()[1].search(before))


def _of_a_force(before: str, _: str) -> bool:
    return bool(_FORCE.search(before)) or _announced(before, _)


def _begun(before: str, _: str) -> bool:
    return _about(before, _) and not _before()[2].search(before)


def _no_house(before: str, written: str) -> bool:
    if _about(before, written):
        return True
    year = _YEAR.search(written) and written.islower()  # "dr 2019 phk"
    return not year and (_many(written) or not _before()[2].search(before))


def _short(before: str, written: str) -> bool:
    """ "B 12 XY", not "vaksin k 2 tgl"."""
    return _no_house(before, written) and (
        written.isupper() or len(_FIGURE.findall(written[1:])) > 1 or _about(before, written)
    )


def _many(written: str) -> bool:
    return len(_FIGURE.findall(written[1:])) >= _MANY


def _always(_before: str, _written: str) -> bool:
    return True


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[str, str], bool]], ...]:
    """What a plate looks like, and when that is one (what stands before, what is written)."""
    region, free = rf"(?=[a-z]{{1,2}}(?![a-z])){_any('plate_regions')}", r"(?<![^\W_])"
    figures = r"(?:(?=[oOIl]{0,2}\d)[0-9oOIl]{3,5}|\d(?:[ .]\d){2,3}|\d[ .]?\d{3})"
    last = (
        rf"(?:[a-z](?:[ .\-][a-z](?![^\W_])){{1,2}}|(?!{_any('not_on_plates')}(?!\w))[a-z]{{1,3}})(?![^\W_])"
    )
    any_last = r"(?:[ .\-]{0,2}[a-z]{1,3})?(?![^\W_])"
    letter = rf"(?:{_any('letters_said')}|[a-z]{{1,2}})"
    said = rf"(?:\s?{_any('figures_said')}(?!\w)){{3,4}}\s{{1,2}}"
    spelt = rf"(?:{letter}(?:\s{letter}){{0,2}}|[a-z]{{1,3}})(?!\w)"
    few = rf"\d{{1,4}}(?:[ .\-]{{0,2}}(?!{_any('not_on_plates')}(?!\w))[a-z]{{1,3}})?(?![^\W_]|[.,:/]\d)"
    made = (
        (rf"{free}{region}{_GAP}{figures}{_GAP}{last}", _no_house),
        (rf"{free}{region}[\s.\-]?\d{{1,2}}[\s.\-]?{last}", _short),
        (rf"{free}(?=[a-z]{{1,3}}\s){letter}\s{{1,2}}{said}{spelt}", _about),
        (rf"{free}(?:cd|cc)[\s\-]?\d{{1,3}}[\s\-]\d{{1,3}}(?![^\W_])", _about),
        (rf"(?<=plat|elat|opol){region}\d{{1,4}}[a-z]{{0,3}}(?![^\W_])", _always),
        (rf"{free}\d{{3,5}}\s?-\s?(?:\d{{2}}|[ivx]{{1,4}})(?![^\W_])", _of_a_force),
        (rf"{free}[a-z]{{1,2}}[ .\-]{{0,2}}\d{{1,4}}{any_last}", _announced),
        (rf"{free}{region}[ .\-]{{0,2}}\d{{3,4}}(?![^\W_]|[.,]\d)", _begun),
        (rf"{free}{few}", _announced),
    )  # fmt: skip
    return tuple((re.compile(pattern, re.I), rule) for pattern, rule in made)


def without_plates(text: str) -> str:
    """The text with each plate replaced; doing it twice changes nothing more."""
    for pattern, rule in _forms():
        legible, out, at, start = _legible(text), [], 0, 0
        while found := pattern.search(legible, start):
            if rule(legible[max(0, found.start() - _NEAR) : found.start()], found.group()):
                out += [text[at : found.start()], PLATE]
                at = start = found.end()
            else:
                start = found.start() + 1
        text = "".join([*out, text[at:]])
    return text
