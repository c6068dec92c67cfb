"""Several matters in one message where no list of words tells them apart: what each stretch is about does."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from nlu.types import Understanding
from storage import yaml_files

# Where a person goes over to something else. A comma or "dan" lists the parts of one trouble far too often.
_OVER = re.compile(
    r"[\s,.;]+(?:(?:oh (?:iya|ya)[\s,]+)?(?:sama(?! sekali)(?: juga| satu lagi| mau| tolong| itu)?"
    r"|terus|trus|udah gitu|sudah gitu"
    r"|abis itu|habis itu|selain itu|di ?samping itu|belum lagi|plus|dan juga|satu lagi|sekalian"
    r"|kedua|ketiga|yang kedua|yg kedua|and also|also)|oh (?:iya|ya))(?=[\s,])[\s,]+",
    re.IGNORECASE,
)
# What follows from the trouble before, or brings it about, is a part of it.
_SAME = re.compile(
    r"(?:karena|krn|gara|akibat|sehingga|jadi|makanya|bikin|membuat|padahal|sampai|sampe|kalau|kalo|agar|supaya)\b",
    re.IGNORECASE,
)
_SURE, _FIRST, _COMPLAINS = 0.75, 0.5, 0.35  # of a further kind; of the first; of a complaint
_FEWEST, _MOST = 3, 4  # words of a stretch; stretches
_LONG = 80  # words; a story so long is divided by its own numbering alone
_TABLE = Path(__file__).with_name("parting.yml")


@cache
def _table() -> dict[str, tuple[frozenset[str], ...]]:
    """kin: kinds that are often one trouble told from two ends; no_matter: those that tell of none."""
    given = yaml_files.read(_TABLE.read_text("utf-8"))
    return {name: tuple(frozenset(kinds) for kinds in rows) for name, rows in given.items()}


def parted(text: str, understand: Callable[[str], Understanding | None]) -> tuple[Understanding, ...]:
    """What is understood of each matter; () when the message tells of one."""
    if len(text.split()) > _LONG or not _OVER.search(text):
        return ()
    parts: list[tuple[str, Understanding]] = []
    for stretch in _stretches(text):
        found = understand(stretch)
        if found is None:
            return ()
        if parts and (_SAME.match(stretch) or not _another(found, [u for _, u in parts])):
            whole = f"{parts[-1][0]}, {stretch}"
            again = understand(whole)
            parts[-1] = (whole, again or parts[-1][1])
        else:
            parts.append((stretch, found))
    told = tuple(u for _, u in parts)
    return told if len(told) > 1 and _tells(told[0], _FIRST) and all(map(_tells, told[1:])) else ()


def _stretches(text: str) -> list[str]:
    """The text cut where it goes over; a stretch of a word or two stays with the one before."""
    cut: list[str] = []
    at = 0
    for over in _OVER.finditer(text):
        enough = (
            len(text[at : over.start()].split()) >= _FEWEST and len(text[over.end() :].split()) >= _FEWEST
        )
        if enough and len(cut) < _MOST - 1:
            cut.append(text[at : over.start()])
            at = over.end()
    return [*cut, text[at:]]


def _tells(u: Understanding, least: float = _SURE) -> bool:
    best = u.best
    sure = best is not None and best.confidence >= least and best.code not in _table()["no_matter"][0]
    return sure and u.complaint >= _COMPLAINS and u.emergency is None


def _another(u: Understanding, before: list[Understanding]) -> bool:
    """Whether it tells of a kind of its own, unlike anything before."""
    if not _tells(u) or u.best is None:
        return False
    code = u.best.code
    return not any(
        (earlier.best is not None and earlier.best.code == code)
        or any({code, earlier.best.code if earlier.best else ""} <= kin for kin in _table()["kin"])
        for earlier in before
    )
