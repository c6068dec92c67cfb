"""What time alone does to reports."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.residents import REOPEN_DAYS
from routing.status import move
from storage.models import Report

BATCH = 200


def run(tx: Session, *, now: datetime) -> int:
    """Close finished reports nobody reopened within REOPEN_DAYS, at most BATCH at a time.

    Returns how many.
    """
    ended = now - timedelta(days=REOPEN_DAYS)
    found = (
        select(Report)
        .where(Report.status == Status.SELESAI, Report.resolved_at < ended)
        .order_by(Report.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
    )
    reports = tx.scalars(found).all()
    for report in reports:
        move(tx, report, Status.DITUTUP, actor="sistem", now=now)
    return len(reports)
