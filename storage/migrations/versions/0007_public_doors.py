"""what the public doors remember"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_chat_session_token_hash")),
    )
    op.create_index(op.f("ix_chat_session_address"), "chat_session", ["address"])
    op.create_index(op.f("ix_chat_session_expires_at"), "chat_session", ["expires_at"])
    op.create_table(
        "chat_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_chat_link")),
    )
    op.create_index(op.f("ix_chat_link_address"), "chat_link", ["address"])
    op.create_index(op.f("ix_chat_link_expires_at"), "chat_link", ["expires_at"])
    op.create_table(
        "pace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("used_until", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pace")),
    )
    op.create_index(op.f("ix_pace_used_until"), "pace", ["used_until"])
    with op.batch_alter_table("support", schema=None) as batch_op:
        # Who supports by now has come through the dialogue, which had them tell their matter first.
        batch_op.add_column(sa.Column("wrote", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_column("wrote")
    op.drop_table("pace")
    op.drop_table("chat_link")
    op.drop_table("chat_session")
