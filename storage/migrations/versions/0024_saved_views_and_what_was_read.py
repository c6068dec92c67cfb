"""saved views, and what each officer has read"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "saved_view",
        sa.Column("id", big, nullable=False),
        sa.Column("officer_id", big, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name=op.f("fk_saved_view_agency_code")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_saved_view_officer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_agency_code"), "saved_view", ["agency_code"])
    op.create_index(op.f("ix_saved_view_officer_id"), "saved_view", ["officer_id"])
    op.create_table(
        "report_seen",
        sa.Column("officer_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("seq", big, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_report_seen_officer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_seen_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("officer_id", "report_id", name=op.f("pk_report_seen")),
    )
    op.create_index(op.f("ix_report_seen_report_id"), "report_seen", ["report_id"])
    op.add_column("officer", sa.Column("seen_seq", sa.BigInteger(), server_default="0", nullable=False))
    # Nobody begins with everything unread that was there before there were marks.
    op.execute("UPDATE officer SET seen_seq = coalesce((SELECT max(seq) FROM event), 0)")


def downgrade() -> None:
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_column("seen_seq")
    op.drop_table("report_seen")
    op.drop_table("saved_view")
