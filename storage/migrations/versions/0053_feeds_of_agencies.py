"""feeds of agencies: what each delivers, what came of it, and the figures"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", BIG, nullable=False),
        _text("code"), _text("name"), _text("agency_code"), _text("sector"), _text("responsible"),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        _text("source"), _text("address"), _text("header"), _text("secret"),
        sa.Column("description", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("sample_sha256", sa.String(), nullable=True),
        _text("sample_name"),
        sa.Column("seen", JSON, nullable=False),
        _text("state"), _text("fault"),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("next_try_at", AT, nullable=True),
        sa.Column("received_at", AT, nullable=True),
        sa.Column("report_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name="fk_feed_agency_code"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_feed_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("code", name="uq_feed_code"),
    )  # fmt: skip
    op.create_index("ix_feed_agency_code", "feed", ["agency_code"])
    op.create_index("ix_feed_next_try_at", "feed", ["next_try_at"])
    _runs()
    op.create_table(
        "figure",
        _text("indicator"), _text("place"),
        sa.Column("at", AT, nullable=False),
        _text("span"),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=True),
        sa.Column("received_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_figure_feed_id"),
        sa.PrimaryKeyConstraint("indicator", "place", "at", name="pk_figure"),
    )  # fmt: skip
    op.create_index("ix_figure_newest", "figure", ["indicator", "at"])
    op.create_index("ix_figure_feed", "figure", ["feed_id"])


def _runs() -> None:
    op.create_table(
        "feed_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("feed_id", BIG, nullable=False),
        sa.Column("at", AT, nullable=False),
        _text("status"), _text("outcome"), _text("reason"), _text("file_name"),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("officer_id", BIG, nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False)
          for name in ("tries", "lines", "figures", "bad", "skipped")),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_feed_run_feed_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_feed_run_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_run"),
    )  # fmt: skip
    op.create_index("ix_feed_run_feed", "feed_run", ["feed_id", "at"])
    op.create_index("ix_feed_run_status", "feed_run", ["status"])
    op.create_table(
        "feed_fault",
        sa.Column("run_id", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        _text("column"), _text("said"), _text("reason"),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name="fk_feed_fault_run_id"),
        sa.PrimaryKeyConstraint("run_id", "position", name="pk_feed_fault"),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("figure", "feed_fault", "feed_run", "feed"):
        op.drop_table(table)
