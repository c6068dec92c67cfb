"""Reports joined as the same matter: which one is worked on, and which hang on it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Joined, Report


def head_of(tx: Session, report: Report, *, lock: bool = False) -> Report:
    """The report that is worked on for this one: the one it was joined to in the end, or itself."""
    row = tx.get(Joined, report.id)
    if row is None:
        return report
    found = select(Report).where(Report.id == row.root_id)
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return tx.scalars(found).one()


def under(tx: Session, report: Report) -> Sequence[Report]:
    """Every report joined to this one, the oldest first; none where it is itself joined to another."""
    found = select(Report).join(Joined, Joined.report_id == Report.id)
    return tx.scalars(found.where(Joined.root_id == report.id).order_by(Report.id)).all()


def below(tx: Session, report: Report) -> list[Joined]:
    """The rows of what was joined to this report, directly or to one of those, wherever it now hangs."""
    row = tx.get(Joined, report.id)
    root = row.root_id if row else report.id
    rows = tx.scalars(select(Joined).where(Joined.root_id == root).order_by(Joined.report_id)).all()
    inside, grown = {report.id}, True
    while grown:
        more = {row.report_id for row in rows if row.into_id in inside} - inside
        inside |= more
        grown = bool(more)
    return [row for row in rows if row.report_id in inside - {report.id}]


def hand_over(report: Report, hanging: Sequence[Report]) -> None:
    """What hangs on the report lies where the report lies; its own office is kept for when it parts."""
    for joined in hanging:
        joined.agency_code = report.agency_code
