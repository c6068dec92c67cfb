"""officers whom a note speaks to"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "mention",
        sa.Column("officer_id", big, nullable=False),
        sa.Column("message_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_mention_{name}_id"), ondelete="CASCADE"
            )
            for name in ("officer", "message", "report")
        ),
        sa.PrimaryKeyConstraint("officer_id", "message_id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_message_id"), "mention", ["message_id"])
    op.create_index(op.f("ix_mention_report_id"), "mention", ["report_id"])


def downgrade() -> None:
    op.drop_table("mention")
