"""lists by date go along an index: of the city with the place, of a kelurahan, of a category"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

OPEN = sa.text("status IN ('diperiksa', 'diproses', 'koordinasi', 'menunggu', 'menunggu_warga')")
OPEN_AREA = ["kelurahan_code", "created_at", "id"]
NEWEST = {
    "ix_report_newest": ["created_at", "id", "lat", "lon"],
    "ix_report_area_newest": ["kelurahan_code", "created_at", "id"],
    "ix_report_category_newest": ["category_code", "created_at", "id"],
}
BEFORE = {"ix_report_created": ["created_at"], "ix_report_kelurahan_code": ["kelurahan_code"]}


def upgrade() -> None:
    for name, columns in NEWEST.items():
        op.create_index(name, "report", columns)
    for name in BEFORE:
        op.drop_index(name, "report")
    # Of two indexes that seem equally good to it, SQLite takes the one that was made last: what is open in a
    # kelurahan is to go along the open ones alone.
    op.drop_index("ix_report_open_area", "report")
    op.create_index("ix_report_open_area", "report", OPEN_AREA, postgresql_where=OPEN, sqlite_where=OPEN)


def downgrade() -> None:
    for name, columns in BEFORE.items():
        op.create_index(name, "report", columns)
    for name in NEWEST:
        op.drop_index(name, "report")
