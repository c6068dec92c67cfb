"""who is complained of"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accusation",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_accusation_report_id")),
        sa.PrimaryKeyConstraint("report_id", "agency_code", name=op.f("pk_accusation")),
    )
    with op.batch_alter_table("accusation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accusation_agency_code"), ["agency_code"], unique=False)
    # Not in a batch: that would make SQLite's table anew, and others point at its rows.
    shielded: sa.Column[bool] = sa.Column(
        "shielded", sa.Boolean(), server_default=sa.text("false"), nullable=False
    )
    op.add_column("report", shielded)


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("shielded")
    op.drop_table("accusation")
