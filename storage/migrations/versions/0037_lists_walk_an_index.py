"""lists walk an index, however many reports there are"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

URGENT: list[str | sa.TextClause] = [sa.text("urgency DESC"), "resolve_due", "id"]


def upgrade() -> None:
    op.create_index("ix_report_urgent", "report", URGENT)
    op.create_index("ix_report_supported", "report", [sa.text("supporters DESC"), *URGENT])
    op.create_index("ix_report_office_urgent", "report", ["agency_code", *URGENT])


def downgrade() -> None:
    for name in ("office_urgent", "supported", "urgent"):
        op.drop_index(f"ix_report_{name}", table_name="report")
