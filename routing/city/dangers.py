"""What is called and done in which danger: the city's `emergency.yml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SETTING = "dangers"
WAYS = frozenset(("stay", "rescue", "victim", "cry", "file"))
NATIONAL = "112"


class BadDangers(ValueError):
    """The file names a way or a number that does not exist."""


@dataclass(frozen=True)
class Danger:
    """One kind of danger. dial: the number a button calls. numbers: every number that is said.

    way: stay (a talk, nothing is filed) | rescue (position, then filed at once) | victim (secret, no picture)
    | cry (one question) | file (the number, then the offer to file). category: whose matter it is where words
    leave that open; firm: always, but for the categories it keeps. instead: other categories, each with words
    (a regular expression) that make it theirs. unkept: words with which none of `keeps` is kept.
    """

    kind: str
    way: str = "file"
    dial: str = NATIONAL
    numbers: tuple[str, ...] = (NATIONAL,)
    category: str = ""
    firm: bool = False
    keeps: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    unkept: str = ""

    def owner(self, text: str) -> str:
        """The category of such a danger told in these words; "" where words alone decide."""
        named = (code for code, words in self.instead if re.search(words, text, re.IGNORECASE))
        return next(named, self.category)

    def leaves(self, category: str | None, text: str) -> bool:
        """Whether a danger that has a category of its own stays with this one, told in these words."""
        swept = bool(self.unkept) and bool(re.search(self.unkept, text, re.IGNORECASE))
        return category in self.keeps and not swept


def read(given: Mapping[str, Any]) -> dict[str, Danger]:
    """The kinds by name. Raises BadDangers for an unknown way or a number without source and date."""
    numbers = given.get("numbers", {})
    for number, told in numbers.items():
        if not told.get("source") or not told.get("checked"):
            raise BadDangers(f"{number}: no source or no date checked")
    return {kind: _danger(kind, row, numbers) for kind, row in given.get("kinds", {}).items()}


def _danger(kind: str, row: Mapping[str, Any], numbers: Mapping[str, Any]) -> Danger:
    found = Danger(
        kind, row["way"], row["dial"], tuple(row["numbers"]), row.get("category", ""), bool(row.get("firm")),
        tuple(row.get("keeps", ())), tuple(dict(row.get("instead", {})).items()),
        row.get("unkept", ""),
    )  # fmt: skip
    if found.way not in WAYS:
        raise BadDangers(f"{kind}: way {found.way!r}")
    if unknown := {*found.numbers, found.dial} - set(numbers):
        raise BadDangers(f"{kind}: numbers without an entry: {sorted(unknown)}")
    return found
