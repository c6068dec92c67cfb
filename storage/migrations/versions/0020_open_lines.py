"""lines that browsers keep open, counted over all processes"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "chat_line",
        sa.Column("id", big, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_line")),
    )
    for column in ("address", "network", "until"):
        op.create_index(op.f(f"ix_chat_line_{column}"), "chat_line", [column])


def downgrade() -> None:
    op.drop_table("chat_line")
