"""The report number a resident quotes, however it was typed."""

import re
import unicodedata
from functools import cache

from nlu.plain import DATA, MAX_CHARS, load_yaml

# Dashes of every kind (hyphens, minus signs, full-width ones), as fonts draw and telephones "correct" them,
# and the marks that break or join a line unseen: what stands in a class of a regular expression.
DASH = (
    r"\-~\u00ad\u058a\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\u301c\u3030"
    r"\ufe31\ufe32\ufe58\ufe63\uff0d\u200b\u200c\u200d\u2060\ufeff"
)
# PREFIX-YYMM-NNNNN; the month must be one. "bks2611-42" leaves the zeros out, "bks 2611 00042" the dashes.
_MONTH = r"(\d{2}(?:0[1-9]|1[0-2]))"
_GAP = rf"[\s{DASH}_/.,:#]{{0,5}}"
_BARE = re.compile(
    rf"\b(?:no(?:mor|mer)?|lap(?:oran)?|aduan|tiket|kode)\b[\s.:#]{{0,4}}{_MONTH}{_GAP}(\d{{5}})(?!\d)", re.I
)


@cache
def _own_prefix() -> str:
    return str(load_yaml(DATA / "gazetteer" / "kota.yml")["report_prefix"])


def find_report_number(text: str, *, prefix: str | None = None) -> str | None:
    """The first report number in the text as `PREFIX-YYMM-NNNNN`, or None.

    `prefix` is the city's own (by default the one in the gazetteer's `kota.yml`). A number without it
    counts only right after a word such as "nomor" or "laporan" and with all its five digits.
    """
    prefix = prefix or _own_prefix()
    readable = unicodedata.normalize("NFKC", text[:MAX_CHARS])
    full = re.search(
        rf"(?<![^\W\d_]){re.escape(prefix)}{_GAP}{_MONTH}{_GAP}(\d{{1,6}})(?!\d)", readable, re.I
    )
    match = full or _BARE.search(readable)
    if match is None or int(match.group(2)) == 0:
        return None
    return f"{prefix.upper()}-{match.group(1)}-{int(match.group(2)):05d}"
