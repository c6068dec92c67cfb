"""Thanks and praise that mean their opposite: "hebat pemkot, jalannya jadi kolam lele" (data/irony.yml)."""

import re
from functools import cache

from nlu.plain import DATA, load_yaml

_LONGEST = 30  # words


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load_yaml(DATA / "irony.yml")
    before, praise = "|".join(data["before"]), "|".join(data["praise"])
    begins = rf"^\W*(?:(?:{before})\W+)*(?:{praise})\b"
    listed = (begins, *("|".join(f"(?:{pattern})" for pattern in data[name]) for name in ("ails", "meant")))
    praised, ails, meant = (re.compile(pattern, re.IGNORECASE) for pattern in listed)
    return praised, ails, meant


def ironic(text: str) -> bool:
    """Whether a text praises or thanks for what ails it."""
    if len(text.split()) > _LONGEST:
        return False
    praised, ails, meant = _patterns()
    praise = praised.match(text)
    return praise is not None and bool(ails.search(text, praise.end())) and not meant.search(text)
