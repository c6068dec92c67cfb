"""indexes of what everybody sees of a kelurahan"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('diperiksa', 'diproses', 'koordinasi', 'menunggu', 'menunggu_warga')")


def upgrade() -> None:
    op.create_index(
        "ix_report_open_area", "report", ["kelurahan_code", "created_at", "id"],
        postgresql_where=OPEN, sqlite_where=OPEN,
    )  # fmt: skip
    op.create_index("ix_report_area_updated", "report", ["kelurahan_code", "updated_at"])


def downgrade() -> None:
    for name in ("ix_report_area_updated", "ix_report_open_area"):
        op.drop_index(name, table_name="report")
