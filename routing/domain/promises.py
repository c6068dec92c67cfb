"""The moments an officer promises a resident, found in the words of an answer. Pure.

"Tim kami datang besok pukul 14.00" promises that moment. What is over, asked, denied or said of office hours
promises nothing. A day without an hour is promised until it ends. All times are the city's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from storage.clock import LOCAL

MOST = 3  # of one answer
FURTHEST = timedelta(days=400)  # beyond it a date is a slip of the pen
DAY_ENDS = time(23, 59)  # the moment of a day that was promised without an hour
WEEK_ENDS = 4  # Friday: "minggu depan"
MOST_BETWEEN = 12  # letters between a day and its hour


class PromiseState(StrEnum):
    """What became of a promise. diganti: a later one came before it was due; dibatalkan: taken back."""

    OPEN = "berjalan"
    KEPT = "ditepati"
    BROKEN = "lewat"
    REPLACED = "diganti"
    DROPPED = "dibatalkan"


@dataclass(frozen=True)
class Promised:
    """A moment (aware, by the city's clock) and the words that name it."""

    at: datetime
    words: str


_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ("januari jan", "februari feb pebruari", "maret mar", "april apr", "mei", "juni jun", "juli jul",
         "agustus agu agt ags", "september sep sept", "oktober okt", "november nov nopember", "desember des"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS: Mapping[str, int] = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6,
    "ahad": 6,
}  # fmt: skip
_NUMBERS: Mapping[str, int] = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "se": 1,
}  # fmt: skip
_PART_ENDS: Mapping[str, time] = {
    "pagi": time(11), "siang": time(15), "sore": time(18), "petang": time(18), "malam": DAY_ENDS,
}  # fmt: skip

_PART = r"(?P<part>pagi|siang|sore|petang|malam)"
_CLOCK = (
    r"(?:pukul|jam|pkl\.?)\s*(?:(?P<from>\d{1,2}(?:[.:]\d{2})?)\s*(?:-|–|s/d|sampai|hingga|dan)\s*)?"
    r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?!\d|\s*(?:jam|hari|menit))"
    r"(?:\s*(?P<of>pagi|siang|sore|petang|malam))?(?:\s*(?:wib|wita|wit))?"
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_MANY = rf"(?P<many>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_DATE = (
    rf"(?:(?:tanggal|tgl\.?)\s+)?\b(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})\b\.?(?:\s+(?P<year>\d{{4}}))?"
    r"|(?<![\d/.-])(?<!no )(?<!no\. )(?<!nomor )(?P<nday>\d{1,2})(?P<cut>[/-])(?P<nmonth>\d{1,2})"
    r"(?:(?P=cut)(?P<nyear>\d{4}))?(?![\d/-])"
    r"|(?:tanggal|tgl\.?)\s+(?P<alone>\d{1,2})(?![\d/.-])"
)
_DAY = (
    rf"(?P<today>hari ini)|{_PART}\s+(?:ini|nanti)|nanti\s+(?P<later>pagi|siang|sore|malam)"
    r"|(?P<tomorrow>besok(?: lusa)?|esok(?: hari)?|lusa)"
    r"|(?P<week>akhir (?:minggu|pekan|bulan)(?: ini)?|(?:minggu|pekan) (?:ini|depan))"
    rf"|(?:hari\s+)?\b(?P<weekday>{_WEEKDAY})\b(?:\s+(?P<next>depan|besok|ini|lusa))?"
)
_BEFORE = r"(?P<within>(?:dalam(?: waktu)?|maksimal|paling lama|paling lambat|selambat-?lambatnya)\s+)?"
_UNIT = r"(?P<unit>jam|hari kerja|hari|minggu|pekan)\b(?!\s*(?:terakhir|ini|lalu|yang|belakangan))"
_AFTER = rf"{_BEFORE}\b{_MANY}\s*{_UNIT}(?(within)|\s+(?:lagi|ke depan)\b)"
_ALL = re.compile(rf"(?P<clock>{_CLOCK})|(?P<date>{_DATE})|(?P<near>{_DAY})|(?P<span>{_AFTER})", re.I)
_PART_AFTER = re.compile(rf"\s*,?\s*{_PART}\b", re.I)
# A full stop within "14.00" or after "tgl" ends no sentence.
_SENTENCES = re.compile(r"(?<=[.!?\n])(?<!tgl\.)(?<!pkl\.)(?:\s+|(?<=\n))", re.I)
_CLAUSES = re.compile(r"[,;:]\s|\b(?:lalu|kemudian|tetapi|namun|sehingga)\b", re.I)
_DENIES = r"tidak|bukan|tak|belum|tutup|libur"
_OVER = r"sudah|telah|tadi|kemarin|barusan|semalam|sejak|buka|setiap|tiap|bila|jika|apabila|kalau"
_NOT_BEFORE = re.compile(rf"\b(?:{_DENIES}|{_OVER}|jam kerja|jam kantor)\b", re.I)
_NOT_AFTER = re.compile(rf"\b(?:{_DENIES})\b", re.I)  # "besok sudah menyala" is a promise


def found(text: str, now: datetime) -> list[Promised]:
    """The moments these words promise, the earliest first, at most MOST."""
    here = now.astimezone(LOCAL)
    made: dict[datetime, Promised] = {}
    for sentence in _SENTENCES.split(text):
        if sentence.rstrip().endswith("?"):
            continue
        for promised in _in_sentence(sentence, here):
            if here < promised.at <= here + FURTHEST:
                made.setdefault(promised.at, promised)
    return sorted(made.values(), key=lambda one: one.at)[:MOST]


def says_when(at: datetime) -> tuple[datetime, bool]:
    """The moment by the city's clock, and whether an hour was promised."""
    here = at.astimezone(LOCAL)
    return here, here.time().replace(tzinfo=None) != DAY_ENDS


def remind_at(at: datetime, now: datetime) -> datetime | None:
    """When to remind of it: an hour before a promised hour, at eight on a promised day; None for neither."""
    here, has_hour = says_when(at)
    wanted = here - timedelta(hours=1) if has_hour else datetime.combine(here.date(), time(8), tzinfo=LOCAL)
    return wanted if wanted > now else None


@dataclass(frozen=True)
class _Piece:
    """A day, an hour of day, or a whole moment, and where its words stand."""

    start: int
    end: int
    day: date | None = None
    clock: time | None = None
    moment: datetime | None = None


def _in_sentence(sentence: str, here: datetime) -> Iterator[Promised]:
    """Days and hours that stand beside one another make one moment."""
    groups: list[list[_Piece]] = []
    for match in _ALL.finditer(sentence):
        if (piece := _piece(match, sentence, here)) is None:
            continue
        if groups and _belongs(groups[-1], piece, sentence):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        start, end = group[0].start, group[-1].end
        if not _is_denied(sentence, start, end):
            yield Promised(_moment(group, here), sentence[start:end].strip(" ,()"))


def _belongs(group: list[_Piece], piece: _Piece, sentence: str) -> bool:
    """It says an hour of a day that was named, a day of an hour, or the same day more exactly."""
    between = sentence[group[-1].end : piece.start]
    if piece.moment or group[-1].moment or len(between) > MOST_BETWEEN:
        return False
    if piece.day and any(one.day for one in group):
        return between.strip().lower() in {"", ",", "(", ", tanggal", "tanggal", "tgl"}
    return not (piece.clock and not piece.day and any(one.clock and not one.day for one in group))


def _is_denied(sentence: str, start: int, end: int) -> bool:
    """Words of the same clause say that it is over, or will not be."""
    before = _CLAUSES.split(sentence[:start])[-1]
    after = _CLAUSES.split(sentence[end:])[0]
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.search(after))


def _moment(group: list[_Piece], here: datetime) -> datetime:
    """The most exact of each; an hour alone is of today, a day alone ends with it."""
    if group[0].moment:
        return group[0].moment
    day = next((piece.day for piece in reversed(group) if piece.day), here.date())
    hours = [piece.clock for piece in group if piece.clock and not piece.day]
    parts = [piece.clock for piece in group if piece.clock and piece.day]
    return datetime.combine(day, next(iter([*hours, *parts]), DAY_ENDS), tzinfo=LOCAL)


def _piece(match: re.Match[str], sentence: str, here: datetime) -> _Piece | None:
    start, end = match.span()
    if match["clock"]:
        clock = _clock(match)
        return _Piece(start, end, clock=clock) if clock else None
    if match["span"]:
        moment = _after(match, here)
        return _Piece(start, end, moment=moment) if moment else None
    day = _date(match, here) if match["date"] else _near(match, here)
    if day is None:
        return None
    part = match["part"] or match["later"]
    if not part and (after := _PART_AFTER.match(sentence, end)):
        part, end = after["part"], after.end()
    return _Piece(start, end, day=day, clock=_PART_ENDS[part.lower()] if part else None)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, of = int(match["hour"]), int(match["minute"] or 0), (match["of"] or "").lower()
    if (of in ("sore", "petang", "malam") and hour < 12) or (of == "siang" and hour < 6):
        hour += 12
    elif not of and not match["minute"] and 1 <= hour <= 5:
        hour += 12  # nobody is promised a visit at two in the night
    hour, minute = (23, 58) if (hour, minute) in ((24, 0), (23, 59)) else (hour, minute)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _date(match: re.Match[str], here: datetime) -> date | None:
    if match["alone"]:
        return _day_of_month(int(match["alone"]), here.date())
    day = int(match["day"] or match["nday"])
    month = _MONTHS[match["month"].lower()] if match["month"] else int(match["nmonth"])
    year = match["year"] or match["nyear"]
    found = _real(int(year) if year else here.year, month, day)
    if found and not year and found < here.date() - timedelta(days=180):
        return _real(here.year + 1, month, day)
    return found


def _day_of_month(day: int, today: date) -> date | None:
    """ "tanggal 3", of this month while it is to come."""
    found = _real(today.year, today.month, day)
    if found and found >= today:
        return found
    return _real(today.year + today.month // 12, today.month % 12 + 1, day)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near(match: re.Match[str], here: datetime) -> date | None:
    today = here.date()
    if match["tomorrow"]:
        return today + timedelta(days=2 if "lusa" in match["tomorrow"].lower() else 1)
    if match["week"]:
        return _end_of(match["week"].lower(), today)
    if match["weekday"]:
        return _weekday(_WEEKDAYS[match["weekday"].lower()], (match["next"] or "").lower(), today)
    return today


def _end_of(words: str, today: date) -> date:
    if "bulan" in words:
        return (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    friday = today + timedelta(days=(WEEK_ENDS - today.weekday()) % 7)
    return friday if "depan" not in words else today + timedelta(days=7 - today.weekday() + WEEK_ENDS)


def _weekday(wanted: int, which: str, today: date) -> date:
    """The next such day; "Senin depan" said on a Monday is in a week, "Senin ini" today."""
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=7 if ahead == 0 and which != "ini" else ahead)


def _after(match: re.Match[str], here: datetime) -> datetime | None:
    said = match["many"].lower()
    many = _NUMBERS[said] if said in _NUMBERS else int(said)
    unit = match["unit"].lower()
    if many == 0:
        return None
    if unit == "jam":
        return (here + timedelta(hours=many)).replace(second=0, microsecond=0)
    if unit == "hari kerja":
        return datetime.combine(_working_days(here.date(), many), DAY_ENDS, tzinfo=LOCAL)
    days = many * (7 if unit in ("minggu", "pekan") else 1)
    return datetime.combine(here.date() + timedelta(days=days), DAY_ENDS, tzinfo=LOCAL)


def _working_days(day: date, many: int) -> date:
    """So many days on that are no Saturday or Sunday; a feast of the calendar is not left out."""
    while many:
        day += timedelta(days=1)
        many -= day.weekday() < 5
    return day
