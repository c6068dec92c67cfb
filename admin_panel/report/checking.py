"""What who checks a result is shown: what is odd about its photos, and the words its resident will read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.domain.permissions import Action
from routing.domain.proof import Odd, Oddity
from routing.reports import checking, proving
from routing.reports.door import visible_to
from routing.reports.story import Detail
from storage.event_kinds import EventKind
from storage.models import Officer, ProofFlag
from web.numbers import metres

SENTENCES = {
    Oddity.REUSED: "Sama atau hampir sama dengan foto {said}",
    Oddity.THEIRS: "Hampir sama dengan foto yang dikirim warga di laporan ini",
    Oddity.FAR: "Diambil {said} dari lokasi laporan",
    Oddity.EARLY: "Diambil sebelum laporan ini masuk",
    Oddity.OLD: "Diambil {said} hari sebelum diunggah",
}


@dataclass(frozen=True)
class Check:
    """What who checks is shown. odd: sentences by id of the photo. mine: this officer had a hand in the work.

    reason: the doer's words, which the resident will read. waiting: it waits for a check now.
    """

    waiting: bool
    mine: bool
    since: datetime | None
    reason: str
    odd: Mapping[int, Sequence[str]]


def check_of(session: Session, officer: Officer, detail: Detail) -> Check | None:
    """None for who may not check such reports: what is odd about a photo is not the doer's to see."""
    if Action.CHECK not in detail.may:
        return None
    report = detail.report
    waiting = report.status == Status.DIPERIKSA
    named = visible_to(session, officer).reaches(ProofFlag.said)
    flags = proving.flags(session, report, named) if detail.pictures else {}
    odd = {media_id: [_sentence(one) for one in found] for media_id, found in flags.items()}
    return Check(
        waiting=waiting, mine=waiting and not checking.may_check(session, officer, report),
        since=report.delivered_at, odd=odd,
        reason=_delivered_with(detail) if waiting else "",
    )  # fmt: skip


def _delivered_with(detail: Detail) -> str:
    """The doer's words of the newest delivery, "" when they were erased meanwhile."""
    given = [one.reason for one in detail.history if one.event.kind == EventKind.REPORT_DELIVERED]
    return given[-1] if given else ""


def _sentence(odd: Odd) -> str:
    """Another report is named to who may read it."""
    said = odd.said
    if odd.what is Oddity.FAR:
        said = metres(int(said))
    if odd.what is Oddity.REUSED:
        said = f"di {said}" if said else "di laporan lain"
    return SENTENCES[odd.what].format(said=said)
