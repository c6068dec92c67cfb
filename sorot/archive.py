"""The city's own archive for learning: what residents wrote, under the category officers stand by."""

import csv
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select

from storage import db, events
from storage.event_kinds import EventKind
from storage.models import Report

WORKED_OFF = ("selesai", "ditutup")


def write_archive(file: Path, *, reason: str, now: datetime) -> tuple[int, int]:
    """Write the rows (text, category) to a CSV file; returns (rows, of which corrected by officers).

    A category counts as right when an officer chose it, or when the report was worked off under it. Texts are
    the stored ones: no phone number, NIK or e-mail. Demo reports and gauges' alerts are left out.
    """
    wanted = (
        select(Report.text, Report.category_code, Report.category_by)
        .where(Report.demo.is_(False), Report.person_id.is_not(None), Report.needs_review.is_(False))
        .where(or_(Report.category_by == "petugas", Report.status.in_(WORKED_OFF)))
        .order_by(Report.id)
    )
    with db.reading() as session:
        rows = session.execute(wanted).all()
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("text", "category"))
        writer.writerows((text, category) for text, category, _ in rows)
    with db.transaction() as tx:
        data = {"what": "arsip", "rows": len(rows)}
        why = reason.strip()[:500]
        events.record(tx, kind=EventKind.DATA_EXPORTED, actor="sistem", now=now, reason=why, data=data)
    return len(rows), sum(by == "petugas" for _, _, by in rows)
