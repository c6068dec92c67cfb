"""what officers are told, and how they choose to hear of it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE")


def upgrade() -> None:
    at = sa.DateTime(timezone=True)
    op.create_table(
        "officer_news",
        sa.Column("id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "kind", "words", "path")),
        sa.Column("at", at, nullable=False),
        sa.Column("read_at", at, nullable=True),
        _of("officer_news", "officer_id", "officer.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_news")),
        sa.UniqueConstraint("officer_id", "key", name=op.f("uq_officer_news_officer_id_key")),
    )
    op.create_index(op.f("ix_officer_news_at"), "officer_news", ["at"])
    op.create_table(
        "news_delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("news_id", BIG, nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", at, nullable=False),
        sa.Column("leased_until", at, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        _of("news_delivery", "news_id", "officer_news.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_delivery")),
    )
    op.create_index(op.f("ix_news_delivery_news_id"), "news_delivery", ["news_id"])
    op.create_index("ix_news_delivery_work", "news_delivery", ["status", "next_try_at"])
    op.create_table(
        "news_choice",
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("ways", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        _of("news_choice", "officer_id", "officer.id"),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_news_choice")),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("endpoint", "p256dh", "auth", "device")),
        sa.Column("created_at", at, nullable=False),
        _of("push_subscription", "officer_id", "officer.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index(op.f("ix_push_subscription_officer_id"), "push_subscription", ["officer_id"])


def downgrade() -> None:
    for table in ("push_subscription", "news_choice", "news_delivery", "officer_news"):
        op.drop_table(table)
