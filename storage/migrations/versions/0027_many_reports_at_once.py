"""many reports at once"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "bulk_act",
        sa.Column("id", big, nullable=False),
        sa.Column("officer_id", big, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_bulk_act_officer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
    )
    op.create_index("ix_bulk_act_due", "bulk_act", ["status", "starts_at"])
    op.create_index(op.f("ix_bulk_act_officer_id"), "bulk_act", ["officer_id"])
    op.create_table(
        "bulk_item",
        sa.Column("act_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["act_id"], ["bulk_act.id"], name=op.f("fk_bulk_item_act_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_bulk_item_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("act_id", "report_id", name=op.f("pk_bulk_item")),
    )
    op.create_index("ix_bulk_item_work", "bulk_item", ["act_id", "status"])
    op.create_index(op.f("ix_bulk_item_report_id"), "bulk_item", ["report_id"])


def downgrade() -> None:
    op.drop_table("bulk_item")
    op.drop_table("bulk_act")
