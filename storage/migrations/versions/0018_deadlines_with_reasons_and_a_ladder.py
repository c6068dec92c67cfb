"""deadlines with reasons, and a ladder of warnings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "config_version",
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_config_version_officer_id")),
        sa.PrimaryKeyConstraint("section", "version", name=op.f("pk_config_version")),
    )
    op.create_table(
        "deadline",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("stood", sa.Integer(), nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_deadline_report_id")),
        sa.PrimaryKeyConstraint("report_id", "clock", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_next_at", "deadline", ["next_at"])
    op.create_table(
        "ladder_step",
        sa.Column("report_id", BIG, autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("happened_at", TIME, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_ladder_step_report_id")),
        sa.PrimaryKeyConstraint("report_id", "clock", "round", "at", name=op.f("pk_ladder_step")),
    )
    op.create_index(op.f("ix_ladder_step_told_at"), "ladder_step", ["told_at"])
    op.create_table(
        "ladder_summary",
        sa.Column("id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("read_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_ladder_summary_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_summary")),
    )
    op.create_index(op.f("ix_ladder_summary_officer_id"), "ladder_summary", ["officer_id"])
    op.add_column("report", sa.Column("moved", sa.Integer(), server_default="0", nullable=False))
    _earlier()


# whole 0: the first look counts it, with the office's hours, which SQL does not know.
_CLOCKS = """
    INSERT INTO deadline
        (report_id, clock, round, unit, office, since, spent, whole, told, stood, why, next_at)
    SELECT r.id, CAST(:clock AS VARCHAR), 1, CASE WHEN r.emergency IS NOT NULL THEN 'jam' ELSE c.unit END,
        r.agency_code, r.created_at, 0, 0, 0, 0, '{}', r.created_at
    FROM report r JOIN category c ON c.code = r.category_code
    WHERE r.status IN ('menunggu', 'diproses', 'koordinasi', 'menunggu_warga')
        AND (CAST(:clock AS VARCHAR) = 'selesai' OR r.first_answered_at IS NULL)
"""


def _earlier() -> None:
    """Reports that are open get their clocks: counted from the filing, looked at by the next sweep."""
    for clock in ("tanggapan", "selesai"):
        op.get_bind().execute(sa.text(_CLOCKS), {"clock": clock})


def downgrade() -> None:
    op.drop_column("report", "moved")
    for table in ("ladder_summary", "ladder_step", "deadline", "config_version"):
        op.drop_table(table)
