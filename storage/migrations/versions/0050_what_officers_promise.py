"""moments that officers promise residents"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "promise",
        sa.Column("id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("officer_id", big, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("look_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_promise_report_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_promise_officer_id")),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name=op.f("fk_promise_agency_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    for column in ("report_id", "due_at", "look_at"):
        op.create_index(op.f(f"ix_promise_{column}"), "promise", [column])
    op.add_column("report", sa.Column("promised_at", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("report", "promised_at")
    op.drop_table("promise")
