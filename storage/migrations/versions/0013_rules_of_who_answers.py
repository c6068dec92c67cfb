"""rules of who answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rulebook",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rulebook_officer_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rulebook")),
    )
    op.create_table(
        "rule_draft",
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("document", JSON, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rule_draft_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_rule_draft")),
    )
    op.create_table(
        "routing_decision",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("unit_code", sa.String(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("gone", JSON, nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("next_agency", sa.String(), nullable=True),
        sa.Column("next_unit", sa.String(), nullable=True),
        sa.Column("next_due", TIME, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_routing_decision_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_routing_decision")),
    )
    with op.batch_alter_table("routing_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routing_decision_next_due"), ["next_due"], unique=False)
    op.add_column("report", sa.Column("unit_code", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("unit_code")
    for table in ("routing_decision", "rule_draft", "rulebook"):
        op.drop_table(table)
