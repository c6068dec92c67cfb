"""indexes of a million reports: what is counted of open ones and where they lie, who was told, what waits"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('diperiksa', 'diproses', 'koordinasi', 'menunggu', 'menunggu_warga')")
UNCHAINED = sa.text("trace IS NULL")
COUNTED = (
    "agency_code", "status", "kind", "resolve_due", "first_answer_due", "first_answered_at", "holder_id",
    "needs_review", "category_code", "priority", "kelurahan_code", "id",
)  # fmt: skip


def upgrade() -> None:
    for name, columns in (("ix_report_open_counted", COUNTED), ("ix_report_open_point", ("lat", "lon"))):
        op.create_index(name, "report", list(columns), postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_index(
        "ix_event_unchained", "event", ["seq"], postgresql_where=UNCHAINED, sqlite_where=UNCHAINED
    )
    op.create_index("ix_outbox_told", "outbox", ["key", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_outbox_told", table_name="outbox")
    op.drop_index("ix_event_unchained", table_name="event")
    for name in ("ix_report_open_point", "ix_report_open_counted"):
        op.drop_index(name, table_name="report")
