"""Photos of finished work held against what is known: is there one, what is odd, must somebody look.

The rules are `routing.domain.proof`; here are the facts.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import Session, aliased

from routing.city.catalogue import catalogue
from routing.domain.proof import (
    Bounds,
    Odd,
    Oddity,
    Shot,
    is_checked,
    is_on_site,
    is_sampled,
    oddities,
    photo_needed,
    tells_apart,
)
from routing.reports.around import RESULT
from routing.reports.filters import ALERT
from routing.reports.joined import head_of, under
from storage import events, near
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import BundleMember, Event, Media, ProofFlag, Report, ReportMedia, Setting

KEY = "proof_key"  # setting: what the sample is drawn with, so that nobody knows beforehand who is in it


def judge(tx: Session, report: Report, link: ReportMedia, *, actor: str, now: datetime) -> Sequence[Odd]:
    """What is odd about a photo just attached; kept for who checks it, with an event that is not the report's
    (its resident is handed those)."""
    city = catalogue(tx)
    given = city.settings.proof
    theirs, others = _others(tx, report, link, bits=given.near_bits)
    found = oddities(
        Shot(_point(link.lat, link.lon), link.taken_at), spot=_point(report.lat, report.lon),
        filed_at=report.created_at, now=now, bounds=Bounds(given.metres, given.days),
        others=others, theirs=theirs,
    )  # fmt: skip
    for odd in found:
        tx.add(ProofFlag(media_id=link.id, code=odd.what.value, said=odd.said))
    if found:
        data = {"number": report.number, "sha256": link.sha256, "flags": [odd.what.value for odd in found]}
        events.record(tx, kind=EventKind.PROOF_FLAGGED, actor=actor, now=now, data=data)
    return found


def _point(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    return None if lat is None or lon is None else (lat, lon)


def _others(
    tx: Session, report: Report, link: ReportMedia, *, bits: int
) -> tuple[bool, tuple[str, ...]]:  # fmt: skip
    """Whether this report's own reporters sent the like, and numbers of other reports it is with already.

    The same work may be shown by one photo on all it ended: on what is joined here, and under one work order.
    A photo of this report's own counts when the work it showed was found not done since.
    """
    phash = tx.scalar(select(Media.phash).where(Media.sha256 == link.sha256))
    names = {link.sha256}
    if phash is not None and tells_apart(phash):
        names.update(near.like(tx, phash, bits=bits))
    head = head_of(tx, report)
    one_matter = {head.id, *(joined.id for joined in under(tx, head))}
    found = select(ReportMedia, Report).join(Report, Report.id == ReportMedia.report_id)
    earlier = found.where(ReportMedia.sha256.in_(names), ReportMedia.id < link.id, ~Report.demo)
    theirs, others = False, []
    for photo, of in tx.execute(earlier.order_by(ReportMedia.id)):
        if of.id in one_matter and photo.purpose != RESULT:
            theirs = True
        elif of.id in one_matter:
            stale = report.returned_at is not None and photo.created_at <= report.returned_at
            others += [of.number] if stale and of.id == report.id else []
        elif photo.purpose != RESULT or not _one_work(tx, report, of):
            others.append(of.number)
    return theirs, tuple(others)


def _one_work(tx: Session, report: Report, other: Report) -> bool:
    """Both are under one work order."""
    mine, its = aliased(BundleMember), aliased(BundleMember)
    both = select(mine.bundle_id).join(its, its.bundle_id == mine.bundle_id)
    of_both = and_(mine.report_id == report.id, its.report_id == other.id, mine.kind == "pekerjaan")
    return tx.scalar(both.where(of_both).limit(1)) is not None


def _results(report: Report) -> Select[ReportMedia]:
    """SQL: photos of the work as it now stands; those of work that was found not done count no more."""
    mine = select(ReportMedia).where(ReportMedia.report_id == report.id, ReportMedia.purpose == RESULT)
    return mine.where(ReportMedia.created_at > report.returned_at) if report.returned_at else mine


def _counts(report: Report, photo: ReportMedia) -> bool:
    """As `_results`."""
    since = report.returned_at
    return photo.purpose == RESULT and (since is None or photo.created_at > since)


def photo_is_missing(tx: Session, report: Report, photos: Iterable[ReportMedia] | None = None) -> bool:
    """The category wants a photo of the result, and there is none. photos: the report's, where known."""
    city = catalogue(tx)
    office = report.category_code in city.settings.office_matters
    placed = report.lat is not None or bool(report.place.strip())
    on_site = is_on_site(office_matter=office, gauge=report.kind == ALERT, placed=placed)
    if report.kind == ALERT or not photo_needed(city.categories[report.category_code].proof, on_site=on_site):
        return False
    if photos is not None:
        return not any(_counts(report, photo) for photo in photos)
    return tx.scalar(select(_results(report).exists())) is not True


def must_be_checked(tx: Session, report: Report) -> bool:
    """Somebody else looks at the result before its resident is told."""
    city = catalogue(tx)
    odd = _results(report).join(ProofFlag, ProofFlag.media_id == ReportMedia.id)
    back = (Event.report_id == report.id, Event.kind == EventKind.REPORT_SENT_BACK)
    came = select(Event.seq).where(*back, Event.at == report.returned_at)
    sent_back = report.returned_at is not None and tx.scalar(came.limit(1)) is not None
    return is_checked(
        city.categories[report.category_code].checking,
        flagged=tx.scalar(select(odd.exists())) is True,
        sent_back=sent_back,
        reopened=report.returned_at is not None and not sent_back,
        sampled=is_sampled(report.number, city.settings.proof.sample_percent, _key(tx)),
    )


def _key(tx: Session) -> bytes:
    row = tx.get(Setting, KEY)
    if row is None:
        insert_once(tx, Setting, unique=["key"], key=KEY, value={"value": secrets.token_hex(32)})
        row = tx.get_one(Setting, KEY)
    return bytes.fromhex(row.value["value"])


def of_the_work(tx: Session, report: Report, bundle_id: int) -> Sequence[ReportMedia]:
    """Photos that show other reports of this work order finished; [] where this one has its own."""
    if tx.scalar(select(_results(report).exists())):
        return ()
    theirs = select(ReportMedia).join(BundleMember, BundleMember.report_id == ReportMedia.report_id)
    shown = theirs.where(
        BundleMember.bundle_id == bundle_id, BundleMember.kind == "pekerjaan", ReportMedia.purpose == RESULT
    )
    return tx.scalars(shown.order_by(ReportMedia.id.desc()).limit(1)).all()


def flags(
    session: Session, report: Report, named: ColumnElement[bool] = true()
) -> Mapping[int, Sequence[Odd]]:
    """What is odd about the report's photos, by id of the `ReportMedia`.

    named: SQL, whether the number a flag tells may be told; where not, the flag tells none.
    """
    asked = select(ProofFlag, named).join(ReportMedia).where(ReportMedia.report_id == report.id)
    found: dict[int, list[Odd]] = {}
    for row, may_name in session.execute(asked):
        said = row.said if may_name or row.code != Oddity.REUSED else ""
        found.setdefault(row.media_id, []).append(Odd(Oddity(row.code), said))
    order = list(Oddity)
    return {key: sorted(odds, key=lambda odd: order.index(odd.what)) for key, odds in found.items()}
