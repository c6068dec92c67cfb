"""Streets learnt from the addresses of places whose position is known."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from nlu.place_words import words
from nlu.plain import keys

# How sure a street is where it was seen: once, and more often. Streets have namesakes and go on elsewhere.
SEEN_ONCE, SEEN_OFTEN = 0.66, 0.8
_STREET = re.compile(
    r"^\s*(?:jl|jln|jalan)\b\.?\s*(.+?)(?:\s*\b(?:no|nomor|blok|blk|rt|rw|km|kav|ruko)\b.*)?$", re.I
)
_LONGEST = 4  # words of a street's name; more is a whole address without commas


def street_in(address: str) -> str:
    """The street an address names, as "Jalan Rebana"; "" when its name is any street's."""
    for part in address.split(","):
        match = _STREET.match(part)
        if not match:
            continue
        name = re.sub(r"[\s.\-]*\d[\dA-Za-z/\-]*\s*$", "", match[1]).strip(" .-")
        own = [word for word in keys(name) if word not in words("plain_streets") and not word.isdecimal()]
        if own and any(len(word) > 3 for word in own) and len(keys(name)) <= _LONGEST:
            return f"Jalan {name.title()}"
    return ""


def also_said(street: str) -> list[str]:
    """A street with "raya" before, behind or left out."""
    name = re.sub(r"^Jalan\s+(?:Raya\s+)?|\s+Raya$", "", street, flags=re.I)
    return [
        form
        for form in (f"jalan {name}", f"jalan raya {name}", f"jalan {name} raya")
        if form.lower() != street.lower()
    ]


def streets(
    seen: Iterable[tuple[str, str]], *, names: Mapping[str, str], known: Callable[[str], bool]
) -> list[dict[str, str]]:
    """Gazetteer rows of the streets of (address, kelurahan code) pairs.

    Streets known already, and those that bear an area's name, are left out.
    """
    found: dict[str, Counter[str]] = {}
    for address, code in seen:
        street = street_in(address)
        forms = [street, *also_said(street)] if street else []
        bears = any(_letters(name) in _letters(street) for name in names.values())
        if forms and not bears and not any(known(form) for form in forms):
            found.setdefault(min(forms, key=len).lower(), Counter())[code] += 1
    return [_row(name, codes, names) for name, codes in sorted(found.items())]


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _row(name: str, codes: Counter[str], names: Mapping[str, str]) -> dict[str, str]:
    sure = SEEN_OFTEN if codes.total() > 2 else SEEN_ONCE
    title = name.title()
    return {
        "kind": "jalan", "name": title, "aliases": "|".join(also_said(title)),
        "kelurahan": "|".join(names[code] for code, _ in codes.most_common()),
        "sure": str(sure),
    }  # fmt: skip
