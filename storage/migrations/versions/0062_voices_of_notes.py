"""the sound of an internal note"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "note_voice",
        sa.Column("message_id", big, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_note_voice_message_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["media.sha256"], name=op.f("fk_note_voice_sha256")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_note_voice")),
    )
    op.create_index(op.f("ix_note_voice_sha256"), "note_voice", ["sha256"])


def downgrade() -> None:
    op.drop_table("note_voice")
