"""how urgent and why"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    why = sa.JSON().with_variant(JSONB(), "postgresql")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgency", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("urgency_why", why, server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("weighed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_report_weighed", ["status", "weighed_at"], unique=False)
    # what stands is sorted as before; what is open is weighed by the timetable
    op.execute("UPDATE report SET urgency = CASE priority WHEN 2 THEN 85 WHEN 1 THEN 40 ELSE 0 END")


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_weighed")
        batch_op.drop_column("weighed_at")
        batch_op.drop_column("urgency_why")
        batch_op.drop_column("urgency")
