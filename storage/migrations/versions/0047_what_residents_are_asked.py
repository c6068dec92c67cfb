"""what the city asks its residents"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    at, many = sa.DateTime(timezone=True), sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "poll",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("choices", many, nullable=False),
        sa.Column("created_by", BIG, nullable=False),
        sa.Column("created_at", at, nullable=False),
        sa.Column("closes_at", at, nullable=False),
        sa.Column("counts", many, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["officer.id"], name=op.f("fk_poll_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_closes_at"), "poll", ["closes_at"])
    op.create_table(
        "poll_vote",
        sa.Column("poll_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", at, nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_vote_poll_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_vote_person_id")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_poll_vote")),
    )
    op.create_index(op.f("ix_poll_vote_person_id"), "poll_vote", ["person_id"])


def downgrade() -> None:
    op.drop_table("poll_vote")
    op.drop_table("poll")
