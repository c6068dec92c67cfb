"""a link for each wall"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "wall_link",
        sa.Column("id", big, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("created_by", big, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["officer.id"], name=op.f("fk_wall_link_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_wall_link_key_hash")),
    )


def downgrade() -> None:
    op.drop_table("wall_link")
