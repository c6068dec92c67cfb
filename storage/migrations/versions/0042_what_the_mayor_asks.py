"""what the mayor asks heads of offices, and what they answer"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
POINTS_TO = {
    "report_id": "report.id",
    "incident_id": "incident.id",
    "agency_code": "agency.code",
    "asked_by": "officer.id",
}


def upgrade() -> None:
    op.create_table(
        "attention",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=True),
        sa.Column("incident_id", BIG, nullable=True),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([own], [other], name=op.f(f"fk_attention_{own}"))
            for own, other in POINTS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention")),
    )
    op.create_index("ix_attention_open", "attention", ["status", "due_at"])
    for column in ("report_id", "agency_code"):
        op.create_index(op.f(f"ix_attention_{column}"), "attention", [column])
    op.create_table(
        "attention_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("attention_id", BIG, nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attention_id"], ["attention.id"], name=op.f("fk_attention_step_attention_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_attention_step_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_step")),
    )
    op.create_index(op.f("ix_attention_step_attention_id"), "attention_step", ["attention_id"])


def downgrade() -> None:
    op.drop_table("attention_step")
    op.drop_table("attention")
