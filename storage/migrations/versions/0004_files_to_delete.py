"""files to delete"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletion",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_deletion")),
    )
    with op.batch_alter_table("deletion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deletion_next_try_at"), ["next_try_at"], unique=False)


def downgrade() -> None:
    op.drop_table("deletion")
