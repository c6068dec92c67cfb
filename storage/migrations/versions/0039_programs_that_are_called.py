"""programs that are called when something happens"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    at, many = sa.DateTime(timezone=True), sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "webhook",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "url", "salt")),
        sa.Column("kinds", many, nullable=False),
        sa.Column("agencies", many, nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("created_by", BIG, nullable=False),
        sa.Column("created_at", at, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("since", at, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_at", at, nullable=False),
        sa.Column("leased_until", at, nullable=True),
        sa.Column("taken_at", at, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_webhook_officer_id")),
        sa.ForeignKeyConstraint(["created_by"], ["officer.id"], name=op.f("fk_webhook_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_status"), "webhook", ["status"])
    op.create_table(
        "webhook_dead",
        sa.Column("webhook_id", BIG, nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("at", at, nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_dead_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("webhook_id", "event_seq", name=op.f("pk_webhook_dead")),
    )


def downgrade() -> None:
    op.drop_table("webhook_dead")
    op.drop_table("webhook")
