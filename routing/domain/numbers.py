"""Report numbers: BKS-2611-00042 is the 42nd report of November 2026."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from nlu.numbers import DASH
from storage.clock import LOCAL

DASHES = rf"[{DASH}]"
_GAP = rf"[\s./_{DASH}]{{0,5}}"


@dataclass(frozen=True)
class ReportNumber:
    """prefix of the city, month as YYMM by the city's clock, serial within the month from 1."""

    prefix: str
    month: str
    serial: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.month}-{self.serial:05d}"


def month_of(moment: datetime) -> str:
    """YYMM of a moment, local: what is filed at 00.30 WIB on the first belongs to the new month."""
    return moment.astimezone(LOCAL).strftime("%y%m")


def parse(text: str, prefix: str) -> ReportNumber | None:
    """The first report number in a text as people type it ("bks 2611 42", "BKS–2611–00042"), or None."""
    pattern = rf"\b{re.escape(prefix)}{_GAP}([0-9]{{4}}){_GAP}([0-9]{{1,7}})\b"
    for month, serial in re.findall(pattern, unicodedata.normalize("NFKC", text), re.IGNORECASE):
        if 1 <= int(month[2:]) <= 12 and int(serial) >= 1:
            return ReportNumber(prefix.upper(), month, int(serial))
    return None


def whole(text: str, prefix: str) -> ReportNumber | None:
    """The report number that the text is, spelled out to its last digit and with nothing beside it; or None.

    One that may still be being typed ("BKS-2611-004") is none yet.
    """
    found = parse(text, prefix)
    return found if found and text.strip().upper() == str(found) else None
