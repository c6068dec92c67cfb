"""versions of the rules stand among those of every other section"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
COLUMNS = "version, document, why, officer_id, restored_from, created_at"


def upgrade() -> None:
    op.execute(f"INSERT INTO config_version (section, {COLUMNS}) SELECT 'aturan', {COLUMNS} FROM rulebook")  # noqa: S608 - no input
    op.drop_table("rulebook")


def downgrade() -> None:
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
    op.execute(
        f"INSERT INTO rulebook ({COLUMNS}) SELECT {COLUMNS} FROM config_version WHERE section = 'aturan'"  # noqa: S608
    )
    op.execute("DELETE FROM config_version WHERE section = 'aturan'")
