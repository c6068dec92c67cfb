"""The weekly brief as a paper: figures kept on Monday, written as an Indonesian reads them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.command import brief
from routing.texts import MONTHS
from storage.models import WeeklyBrief
from web.documents import pdf
from web.numbers import number

TEMPLATE = Path(__file__).parent / "documents" / "brief.typ"


def span(week: date) -> str:
    """ "23 November – 29 November 2026"."""
    last = week + timedelta(days=6)
    first = f"{week.day} {MONTHS[week.month - 1]}" + (f" {week.year}" if week.year != last.year else "")
    return f"{first} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def make(session: Session, row: WeeklyBrief) -> bytes:
    """The PDF, of two pages."""
    city = catalogue(session)
    return pdf.make(
        TEMPLATE, title=f"Ringkasan {span(row.week)}", made=row.made_at,
        head=pdf.Letterhead(city.settings.privacy.controller or city.city_name),
        data=_data(session, city, row),
    )  # fmt: skip


def _data(session: Session, city: Catalogue, row: WeeklyBrief) -> dict[str, Any]:
    told = row.content
    kept, moved, late = (told[name][-1] for name in ("kept", "moved", "late"))
    ended, filed = kept + moved + late, told["filed"]
    asked, answered, unheard = told["attention"]
    rating = told["rating"]
    first = row.week - timedelta(days=7 * (len(filed) - 1))
    return {
        "span": f"{city.city_name}, {span(row.week)}", "filed": number(filed[-1]),
        "filed_change": f"(minggu sebelumnya {number(filed[-2])})", "overdue": number(told["overdue"]),
        "kept_share": f"{number(kept * 100 / ended, 0)}%" if ended else "–", "ended": number(ended),
        "rating": number(rating[0]) if rating else "–",
        "rated": f"dari 5, {number(rating[1])} penilaian warga" if rating else "belum ada penilaian",
        "weeks": [_short(first + timedelta(days=7 * at)) for at in range(len(filed))],
        "kept": told["kept"], "moved": told["moved"], "late": told["late"], "filed_weeks": filed,
        "who": [
            [office, head or "belum terdaftar", number(done), number(open_), f"{number(days)} hari"]
            for office, head, done, open_, days in told["who_was_late"]
        ],
        "answers": [f"{office} ({number(kept)} dari {number(due)} tepat waktu)"
                    for office, kept, due in told["answers"]],
        "kinds": [[name, many, f"biasanya {number(usual)} seminggu"] for name, many, usual in told["kinds"]],
        "attention": f"{number(asked)} atensi diminta, {number(answered)} dijawab, "
                     f"{number(unheard)} terlambat.",
        "alerts": f"{number(told['alerts'])} peringatan tinggi air dibuka." if told["alerts"]
                  else "Tidak ada peringatan tinggi air.",
        "voices": brief.words_of(session, told["voices"]),
    }  # fmt: skip


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"
