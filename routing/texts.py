"""What people write, made safe to keep."""

import re
from datetime import datetime

from routing.domain.promises import says_when
from routing.errors import BadInput
from storage import written
from storage.clock import LOCAL, ZONE

RESIDENT_MAX = 10_000  # characters; the bot cuts earlier and says so
OFFICER_MAX = 3_000  # with the words around it an answer stays below Telegram's 4,096
# Control characters: PostgreSQL refuses NUL, and none of the others is meant by anyone. Tab and newline stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def clean(text: str, *, limit: int) -> str:
    """The text without control characters and outer blanks; BadInput when longer than `limit`."""
    cleaned = _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    if len(cleaned) > limit:
        raise BadInput("teks_terlalu_panjang", f"{len(cleaned)} characters")
    return cleaned


def needed(text: str, *, limit: int, code: str = "teks_kosong") -> str:
    """As `clean`, and BadInput(code) when nothing is left."""
    cleaned = clean(text, limit=limit)
    if not cleaned:
        raise BadInput(code)
    return cleaned


MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip


def when_local(moment: datetime) -> str:
    """ "26 November 2026 pukul 16.00 WIB"."""
    at = moment.astimezone(LOCAL)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} pukul {at:%H.%M} {ZONE}"


def promised_local(moment: datetime) -> str:
    """A promised moment: "Jumat, 4 Desember 2026", with "pukul 14.00 WIB" where an hour was promised."""
    at, has_hour = says_when(moment)
    return written.moment(at, f"EEEE, d MMMM y 'pukul' HH.mm '{ZONE}'" if has_hour else "EEEE, d MMMM y")
