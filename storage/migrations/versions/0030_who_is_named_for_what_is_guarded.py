"""who is named for the categories only named officers see"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "named_officer",
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_named_officer_officer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_named_officer_category_code")
        ),
        sa.PrimaryKeyConstraint("officer_id", "category_code", name=op.f("pk_named_officer")),
    )
    op.create_index(op.f("ix_named_officer_category_code"), "named_officer", ["category_code"])


def downgrade() -> None:
    op.drop_table("named_officer")
