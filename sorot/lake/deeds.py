"""Two small tables beside the lake's own, of what has happened lately: words by day, and finished works.

Words may be somebody's name. So a word is told only when it stands in the training sentences, which we wrote,
and of public reports alone. A word that is quite new to us is missed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlu import word_kinds
from nlu.roots import stem
from routing.city.catalogue import catalogue
from routing.reports.everybody import condition
from storage import db, yaml_files
from storage.clock import LOCAL
from storage.models import Bundle, BundleMember, Report, ReportWords

DAYS, SHORTEST = 64, 4  # days of words; letters of a word
OF_ONE_KIND = 0.72  # so much of a word is one kind's: "banjir" tells of something, "kami" of anything
TERM_COLUMNS = {"day": "date", "term": "string", "reports": "integer"}
WORK_COLUMNS = {
    "id": "integer", "agency": "string", "category": "string", "kelurahan": "string", "begun": "date",
    "done": "date",
}  # fmt: skip
WORK = "pekerjaan"
_NO_MATTER = Path(__file__).with_name("no_matter.yml")


def terms(session: Session, *, now: datetime) -> Iterator[tuple[date, str, int]]:
    """(day, word, reports) of the last DAYS days; a word stands for all its forms, as its commonest one."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    found: Counter[tuple[date, str]] = Counter()
    for day, words in _worded(session, now):
        stems: set[str] = set()
        for word in words:
            if len(word) >= SHORTEST and word.isalpha() and _tells(word):
                root = stem(word)
                stems.add(root)
                forms[root][word] += 1
        found.update((day, root) for root in stems)
    for (day, root), many in sorted(found.items()):
        yield day, min(forms[root], key=lambda form: (-forms[root][form], len(form), form)), many


@cache
def _no_matter() -> frozenset[str]:
    return frozenset(yaml_files.read(_NO_MATTER.read_text(encoding="utf-8"))["words"])


def _tells(word: str) -> bool:
    return word not in _no_matter() and max(word_kinds.kinds_of((word,)).values(), default=0.0) > OF_ONE_KIND


def _worded(session: Session, now: datetime) -> Iterator[tuple[date, Iterable[str]]]:
    """(day, words) of each public report of the last DAYS days."""
    kept = ReportWords.words if db.is_sqlite() else func.array_to_string(
        func.tsvector_to_array(ReportWords.words), " "
    )  # fmt: skip
    asked = select(Report.created_at, kept).join(ReportWords, ReportWords.report_id == Report.id)
    asked = asked.where(Report.created_at >= now - timedelta(days=DAYS), condition(catalogue(session)))
    for came, words in session.execute(asked, execution_options={"yield_per": 5_000}):
        yield came.astimezone(LOCAL).date(), set(words.split())


def works(session: Session) -> Iterator[tuple[Any, ...]]:
    """Each finished work as WORK_COLUMNS say; category and kelurahan are those most of its reports have.

    Of public reports alone.
    """
    asked = (
        select(Bundle.id, Bundle.agency_code, Bundle.created_at, Bundle.finished_at,
               Report.category_code, Report.kelurahan_code)
        .join(BundleMember, BundleMember.bundle_id == Bundle.id)
        .join(Report, Report.id == BundleMember.report_id)
        .where(Bundle.kind == WORK, Bundle.finished_at.is_not(None), Report.kelurahan_code.is_not(None),
               condition(catalogue(session)))
        .order_by(Bundle.id, Report.id)
    )  # fmt: skip
    members: dict[tuple[Any, ...], Counter[tuple[str, str]]] = defaultdict(Counter)
    for number, agency, begun, done, category, area in session.execute(asked):
        members[number, agency, begun, done][category, area or ""] += 1
    for (number, agency, begun, done), places in members.items():
        (category, area), _ = places.most_common(1)[0]
        yield number, agency, category, area, begun.astimezone(LOCAL).date(), done.astimezone(LOCAL).date()
