"""who has a report open"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "presence",
        sa.Column("officer_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_presence_officer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_presence_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("officer_id", "report_id", name=op.f("pk_presence")),
    )
    for column in ("report_id", "at", "changed_at"):
        op.create_index(op.f(f"ix_presence_{column}"), "presence", [column])


def downgrade() -> None:
    op.drop_table("presence")
