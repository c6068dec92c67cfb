"""figures worked out for everybody, and answers to what residents propose"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "public_figures",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", json, nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_public_figures")),
    )
    op.create_table(
        "theme_answer",
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("theme", name=op.f("pk_theme_answer")),
    )


def downgrade() -> None:
    op.drop_table("theme_answer")
    op.drop_table("public_figures")
