"""The mayor's morning letter: what needs her, one success, and how the city keeps its word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from routing import figures
from routing.city.catalogue import Catalogue, catalogue
from routing.command import keeping
from routing.command.keeping import Answering, Contentment
from routing.domain.attention import AskState
from routing.domain.morning import Concern, Need, chosen
from routing.domain.priority import Priority
from routing.figures import FROM_RESIDENTS, NOT_JOINED, Promises
from routing.incidents import reading as incidents
from routing.incidents.reading import Happening
from routing.people import attention
from routing.people.attention import Told
from routing.reports.door import visible_to
from routing.reports.everybody import FINISHED, condition
from routing.reports.filters import BY_THE_CITY, IS_OPEN, is_late
from storage.models import Media, Officer, Report, ReportMedia

ANSWERS_OVER = timedelta(days=30)
RATED_OVER = timedelta(days=90)
SUCCESS_OVER = timedelta(days=14)
WEEKS = 8
SHOWN = 5  # offices and kelurahan of a list
MANY = 2  # residents beside the reporter, from whom on a broken promise is many people's


@dataclass(frozen=True)
class Success:
    """A finished report with its first photo of before and of after (SHA-256 of what to show)."""

    report: Report
    before: str
    after: str


@dataclass(frozen=True)
class MorningLetter:
    """All of it. promises: of the last weeks, the earliest first; slow: offices that answer seldom."""

    cards: Sequence[Concern]
    success: Success | None
    promises: Sequence[Promises]
    overdue: int
    slow: Sequence[Answering]
    content: Sequence[Contentment]
    events: Sequence[Happening]
    attention: Sequence[Told]


def letter(session: Session, officer: Officer, *, now: datetime) -> MorningLetter:
    """The letter as of this moment."""
    answers = keeping.answering_lately(session, ANSWERS_OVER, now=now)
    asked = attention.listed(session, officer)
    return MorningLetter(
        cards=chosen(_cards(session, officer, asked, answers, now)),
        success=success(session, since=now - SUCCESS_OVER),
        promises=keeping.promises_lately(session, WEEKS, now=now),
        overdue=figures.overdue(session, now=now),
        slow=[office for office in answers if office.seldom][:SHOWN],
        content=keeping.contentment(session, since=now - RATED_OVER),
        events=incidents.listed(session, officer, now=now),
        attention=asked,
    )


def success(session: Session, *, since: datetime) -> Success | None:
    """The best rated public report finished since then that shows what was and what is; None of none."""
    finished = select(Report.id, Report.rating, Report.resolved_at).where(
        Report.status.in_(sorted(FINISHED)), Report.resolved_at >= since, condition(catalogue(session))
    )  # fmt: skip
    # first what was finished, then its pictures: PostgreSQL would go through all reports along their ids
    lately = finished.cte("lately").prefix_with("MATERIALIZED")
    pictures = [
        exists().where(
            ReportMedia.report_id == lately.c.id, ReportMedia.purpose == purpose,
            Media.sha256 == ReportMedia.sha256, Media.content_type.startswith("image/"),
        )
        for purpose in ("laporan", "hasil")
    ]  # fmt: skip
    order = (func.coalesce(lately.c.rating, 0).desc(), lately.c.resolved_at.desc())
    best = select(lately.c.id).where(*pictures).order_by(*order).limit(1)
    report = session.scalar(select(Report).where(Report.id == best.scalar_subquery()))
    if report is None:
        return None
    shown = {purpose: _picture(session, report.id, purpose) for purpose in ("laporan", "hasil")}
    return Success(report, shown["laporan"], shown["hasil"])


def _picture(session: Session, report_id: int, purpose: str) -> str:
    found = select(func.coalesce(Media.thumb_sha256, Media.sha256)).join(
        ReportMedia, ReportMedia.sha256 == Media.sha256
    )
    mine = (ReportMedia.report_id == report_id, ReportMedia.purpose == purpose)
    return session.scalars(
        found.where(*mine, Media.content_type.startswith("image/")).order_by(ReportMedia.id).limit(1)
    ).one()


def _cards(
    session: Session, officer: Officer, asked: Sequence[Told], answers: Sequence[Answering], now: datetime
) -> Iterator[Concern]:
    city = catalogue(session)
    attended = {told.row.report_id for told in asked if told.row.report_id}
    offices = {told.row.agency_code for told in asked if not told.row.report_id and not told.row.incident_id}
    yield from _of_attention(asked, city, now)
    yield from _of_danger(session, officer, city, attended, now)
    yield from _of_many(session, officer, city, attended, now)
    for office in answers:
        if office.seldom and office.code not in offices:
            words = f"{office.in_time} dari {office.due} laporan 30 hari terakhir ditanggapi tepat waktu."
            yield Concern(
                Need.SILENT, office.due * (1 - office.share), f"{office.short_name} jarang menjawab", words,
                f"/petugas?dinas={office.code}", f"dinas={office.code}",
            )  # fmt: skip


def _of_attention(asked: Sequence[Told], city: Catalogue, now: datetime) -> Iterator[Concern]:
    for told in asked:
        row, office = told.row, city.agencies[told.row.agency_code]
        name, path = office.short_name or office.name, f"/petugas/atensi/{row.id}"
        if row.status == AskState.ANSWERED:
            words = told.steps[-1][0].words
            yield Concern(Need.ANSWERED, row.id, f"{name} menjawab atensi Anda", words, path)
        elif row.due_at < now:
            late = (now - row.due_at) / timedelta(hours=1)
            yield Concern(
                Need.UNHEARD, late, f"{name} belum menjawab atensi Anda", told.steps[0][0].words, path
            )


def _of_danger(
    session: Session, officer: Officer, city: Catalogue, attended: set[int], now: datetime
) -> Iterator[Concern]:
    """Emergencies whose first answer is late."""
    unheard = (
        Report.priority == int(Priority.DARURAT), IS_OPEN, FROM_RESIDENTS,
        Report.first_answered_at.is_(None), Report.first_answer_due < now, Report.id.not_in(attended),
    )  # fmt: skip
    found = visible_to(session, officer).select().where(*unheard)
    for report in session.scalars(found.order_by(Report.first_answer_due).limit(2)):
        yield _about(Need.DANGER, "Darurat belum ditanggapi", report, city, weight=-report.id)


def _of_many(
    session: Session, officer: Officer, city: Catalogue, attended: set[int], now: datetime
) -> Iterator[Concern]:
    """Broken promises with many residents behind them."""
    broken = (IS_OPEN, BY_THE_CITY, is_late(now), FROM_RESIDENTS, NOT_JOINED, Report.supporters >= MANY)
    found = visible_to(session, officer).select().where(*broken, Report.id.not_in(attended))
    for report in session.scalars(found.order_by(Report.supporters.desc(), Report.resolve_due).limit(2)):
        title = f"{report.supporters + 1} warga menunggu, janji lewat"
        yield _about(Need.MANY, title, report, city, weight=report.supporters)


def _about(need: Need, title: str, report: Report, city: Catalogue, *, weight: float) -> Concern:
    office = city.agencies[report.agency_code]
    area = city.kelurahan.get(report.kelurahan_code or "")
    where = area.name if area else ""
    said = ", ".join(part for part in (city.categories[report.category_code].name, where) if part)
    return Concern(
        need, weight, title, f"{said} · {office.short_name or office.name}",
        f"/petugas/laporan/{report.number}", f"laporan={report.number}",
    )  # fmt: skip
