"""Moments and spans in Indonesian words, by the city's clock."""

from datetime import datetime, timedelta

from storage import written
from storage.clock import LOCAL, ZONE


def date_local(moment: datetime) -> str:
    """ "Selasa, 24 November 2026"."""
    return written.moment(moment, "EEEE, d MMMM y")


def time_local(moment: datetime) -> str:
    """ "16.05"."""
    return moment.astimezone(LOCAL).strftime("%H.%M")


def moment_local(moment: datetime) -> str:
    """ "24 Nov 2026, 16.05 WIB"."""
    return written.moment(moment, f"d MMM y, HH.mm '{ZONE}'")


def short_moment(moment: datetime, now: datetime) -> str:
    """Today "16.05", yesterday "kemarin 16.05", else "24 Nov 16.05" (with the year when it is another)."""
    local, today = moment.astimezone(LOCAL), now.astimezone(LOCAL).date()
    if local.date() == today:
        return time_local(moment)
    if local.date() == today - timedelta(days=1):
        return f"kemarin {time_local(moment)}"
    return written.moment(moment, "d MMM HH.mm" if local.year == today.year else "d MMM y HH.mm")


def span(seconds: float) -> str:
    """A span in its two largest units: "2 hari 3 jam", "5 jam", "12 menit"."""
    minutes = int(abs(seconds) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} hari {hours} jam" if hours else f"{days} hari"
    if hours:
        return f"{hours} jam {rest} menit" if rest else f"{hours} jam"
    return f"{rest} menit"


def countdown(due: datetime, now: datetime, short: bool = False) -> str:
    """Say "sisa 2 hari 3 jam" before the deadline, "lewat 5 jam" after it; short: the largest unit alone."""
    left = (due - now).total_seconds()
    words = " ".join(span(left).split()[:2]) if short else span(left)
    return f"lewat {words}" if left < 0 else f"sisa {words}"


def ago(moment: datetime, now: datetime) -> str:
    """ "baru saja", "5 menit lalu", "9 jam lalu", "2 hari lalu": the largest unit alone."""
    seconds = (now - moment).total_seconds()
    return "baru saja" if seconds < 60 else f"{' '.join(span(seconds).split()[:2])} lalu"
