"""indexes of a grown city: open reports apart, reports by the times their figures ask for, events by kind"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

URGENT = (sa.text("urgency DESC"), "resolve_due", "id")
OPEN = sa.text("status IN ('diperiksa', 'diproses', 'koordinasi', 'menunggu', 'menunggu_warga')")
RATED = sa.text("rated_at IS NOT NULL")
WATCHED = sa.text("flagged_at IS NOT NULL OR blocked_at IS NOT NULL")
REPLACED = ("agency_code", "category_code", "status")
MADE: Mapping[str, tuple[Any, ...]] = {
    "ix_report_open": URGENT,
    "ix_report_open_office": ("agency_code", *URGENT),
    "ix_report_office_newest": ("agency_code", "id"),
    "ix_report_category_urgent": ("category_code", *URGENT),
    "ix_report_status": ("status", "kind"),
    "ix_report_kind": ("kind", "created_at", "id"),
    "ix_report_answer_due": ("first_answer_due",),
    "ix_report_resolved": ("resolved_at",),
    "ix_report_rated": ("rated_at",),
}
ONLY = {"ix_report_open": OPEN, "ix_report_open_office": OPEN, "ix_report_rated": RATED}


def upgrade() -> None:
    for column in REPLACED:
        op.drop_index(f"ix_report_{column}", "report")
    for name, columns in MADE.items():
        only = ONLY.get(name)
        op.create_index(name, "report", list(columns), postgresql_where=only, sqlite_where=only)
    op.create_index("ix_event_kind", "event", ["kind", "seq"])
    op.create_index(
        "ix_person_watched", "person", ["flagged_at"], postgresql_where=WATCHED, sqlite_where=WATCHED
    )


def downgrade() -> None:
    op.drop_index("ix_person_watched", "person")
    op.drop_index("ix_event_kind", "event")
    for name in MADE:
        op.drop_index(name, "report")
    for column in REPLACED:
        op.create_index(f"ix_report_{column}", "report", [column])
