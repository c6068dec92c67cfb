"""What a report's page shows of what it belongs together with."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.domain.splitting import pieces
from routing.errors import NotFound
from routing.reports import bundling
from routing.reports.door import visible_to
from routing.reports.joined import head_of, under
from routing.reports.similar import Candidate, candidates
from storage.models import Bundle, Officer, Report

MOST = 5  # candidates on a report's page


@dataclass(frozen=True)
class Belongings:
    """similar: what may be the same. head: what the report is joined to; joined: what is joined to it.

    bundles: those it is in; open_bundles: those it could be put into.
    """

    similar: Sequence[Candidate]
    head: Report | None
    joined: Sequence[Report]
    bundles: Sequence[Bundle]
    open_bundles: Sequence[Bundle]
    may_join: bool
    may_split: bool


def belongings(session: Session, officer: Officer, report: Report, may: frozenset[Action]) -> Belongings:
    """For an officer who may read the report; what they may not do is left out."""
    may_join = Action.JOIN in may
    running = may_join and report.status in OPEN
    head = head_of(session, report)
    there = bundling.of_report(session, officer, report)
    kinds = {bundle.kind for bundle in there}
    fitting = bundling.listed(session, officer, open_only=True) if running else ()
    return Belongings(
        similar=candidates(session, officer, report)[:MOST] if running else (),
        head=_seen(session, officer, head) if head is not report else None,
        joined=under(session, report), bundles=there,
        open_bundles=[bundle for bundle in fitting if bundle.kind not in kinds],
        may_join=may_join, may_split=running and len(pieces(report.text)) > 1,
    )  # fmt: skip


def _seen(session: Session, officer: Officer, head: Report) -> Report | None:
    try:
        return visible_to(session, officer).get(head.number)
    except NotFound:
        return None
