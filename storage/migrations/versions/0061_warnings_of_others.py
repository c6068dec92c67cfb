"""warnings of others (CAP), as far as they are about the city"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

WORDS = (
    "event", "headline", "description", "instruction", "urgency", "severity", "certainty", "sender_name",
    "web",
)  # fmt: skip


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "outside_warning",
        sa.Column("id", big, nullable=False),
        sa.Column("feed_id", big, nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sent", moment, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("references", json, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        sa.Column("kelurahan", json, nullable=False),
        sa.Column("starts", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("onset", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("received_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_outside_warning_feed_id_feed"),
        sa.PrimaryKeyConstraint("id", name="pk_outside_warning"),
        sa.UniqueConstraint(
            "feed_id",
            "identifier",
            "sender",
            "part",
            name="uq_outside_warning_feed_id_identifier_sender_part",
        ),
    )
    op.create_index("ix_outside_warning_until", "outside_warning", ["until"])


def downgrade() -> None:
    # The release before knows no such feed and could not show its page.
    op.execute("UPDATE feed SET source = '', next_try_at = NULL WHERE source = 'cap'")
    op.drop_table("outside_warning")
