"""One report with several matters becomes several (pecah), each with its words, pictures and office."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.domain.splitting import pieces, share
from routing.errors import BadInput, Refused
from routing.reports import notices
from routing.reports.filing import NewReport, file_report
from routing.reports.officers_work import actor_of, take
from routing.reports.public_door import is_open
from routing.reports.same_matter import EXACT
from routing.reports.story import accused_in
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, Person, Report, ReportMedia, Support
from storage.notice_kinds import Notice


@dataclass(frozen=True)
class Split:
    """How a report is parted. 0 is the report itself, 1, 2, … the new ones.

    categories: by new report. words: a piece's index (`domain.splitting.pieces`) -> whose it is. pictures:
    the same by SHA-256; what is not named stays.
    """

    categories: Mapping[int, str]
    words: Mapping[int, int]
    pictures: Mapping[str, int] = field(default_factory=dict)


def split(tx: Session, *, officer: Officer, report: Report, plan: Split, now: datetime) -> list[Report]:
    """File the new reports and leave the rest with the old one; the resident is told once of all of them.

    The new ones keep reporter, channel, place and privacy, and whom the old one accuses; their deadlines
    begin now. BadInput where a report would be without words or of no kind, Refused where it has ended or is
    joined.
    """
    report = take(tx, officer, report, Action.JOIN)
    if report.status not in OPEN:
        raise Refused("sudah_berakhir" if report.status != "duplikat" else "sudah_digabung", report.number)
    told = share(pieces(report.text), plan.words)
    _check(tx, plan, told)
    report.text = told[0]
    order = sorted(plan.categories)
    made = [_file(tx, report, plan.categories[number], told[number], now=now) for number in order]
    _share_pictures(tx, report, dict(zip(order, made, strict=True)), plan.pictures)
    _share_supporters(tx, report, made)
    report.updated_at = now
    _note(tx, officer, report, made, now=now)
    return made


def _check(tx: Session, plan: Split, told: Mapping[int, str]) -> None:
    known = catalogue(tx).categories
    if not plan.categories or 0 in plan.categories or "" in plan.categories.values():
        raise BadInput("pecah_kosong")
    for code in plan.categories.values():
        if code not in known or not known[code].active:
            raise BadInput("kategori_tidak_ada", code)
    if set(told) != {0, *plan.categories} or not all(text.strip(" .,;!?") for text in told.values()):
        raise BadInput("pecah_kosong")
    if not set(plan.pictures.values()) <= {0, *plan.categories}:
        raise BadInput("pecah_kosong")


def _file(tx: Session, report: Report, category: str, text: str, *, now: datetime) -> Report:
    exact = {EXACT: report.facts[EXACT]} if EXACT in report.facts else {}
    draft = NewReport(
        text=text, category=category, category_by="petugas", kind=report.kind, lat=report.lat, lon=report.lon,
        kelurahan=report.kelurahan_code, place=report.place, facts=exact, privacy=report.privacy,
        accused=frozenset(accused_in(tx, report)),
    )  # fmt: skip
    person = tx.get(Person, report.person_id) if report.person_id else None
    filed = file_report(tx, draft, person=person, channel=report.channel, now=now, demo=report.demo)
    made = tx.get_one(Report, filed.report_id)
    made.track_key = secrets.token_urlsafe(12) if report.track_key else None
    made.shielded = made.shielded or report.shielded
    return made


def _share_pictures(
    tx: Session, report: Report, made: Mapping[int, Report], pictures: Mapping[str, int]
) -> None:
    mine = (ReportMedia.report_id == report.id, ReportMedia.purpose == "laporan")
    for link in tx.scalars(select(ReportMedia).where(*mine, ReportMedia.sha256.in_(list(pictures)))):
        number = pictures[link.sha256]
        if number:
            link.report_id = made[number].id


def _share_supporters(tx: Session, report: Report, made: Sequence[Report]) -> None:
    """Who supported the whole supports each part, but none that is no longer for everybody to see."""
    rows = tx.scalars(select(Support).where(Support.report_id == report.id)).all()
    for part in made:
        if not is_open(part):
            continue
        tx.add_all(
            Support(report_id=part.id, person_id=row.person_id, created_at=row.created_at, wrote=row.wrote)
            for row in rows
        )
        part.supporters = len(rows)
    tx.flush()


def _note(tx: Session, officer: Officer, report: Report, made: Sequence[Report], *, now: datetime) -> None:
    numbers = [part.number for part in made]
    for one in (report, *made):
        data = {"numbers": numbers} if one is report else {"of": report.number}
        events.record(
            tx, kind=EventKind.REPORT_SPLIT, actor=actor_of(officer), now=now, report=one, data=data
        )  # fmt: skip
    everything = (report, *made)
    notices.put_own(tx, report, Notice.SPLIT, now=now, list=_list(tx, everything))
    public = [one for one in everything if is_open(one)]
    if is_open(report) and len(public) > 1:  # others hear of nothing that is secret
        notices.tell_others(
            tx, report, Notice.SPLIT, now=now, joined=Notice.SPLIT, but=report.person_id,
            list=_list(tx, public),
        )  # fmt: skip


def _list(tx: Session, reports: Sequence[Report]) -> str:
    city = catalogue(tx)
    return "\n".join(
        f"• {one.number}: {city.categories[one.category_code].name} ({city.agencies[one.agency_code].name})"
        for one in reports
    )
