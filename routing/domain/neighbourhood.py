"""Which RW (rukun warga) words name: "RT 05/RW 03", "rw 3", "rt 5/3"."""

import re

_RW = re.compile(
    r"\brt\W{0,3}\d{1,3}\W{0,4}(?:/|rw)\W{0,4}0*(\d{1,3})\b|\brw\W{0,3}0*(\d{1,3})\b", re.IGNORECASE
)


def rw_of(*texts: str) -> int | None:
    """The first RW the texts name, in their order; None where none does."""
    for text in texts:
        if found := _RW.search(text):
            return int(found[1] or found[2])
    return None
