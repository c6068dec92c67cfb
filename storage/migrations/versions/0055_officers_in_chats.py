"""officers who work in a chat"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "officer_chat",
        sa.Column("officer_id", big, nullable=False, autoincrement=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("as_resident", sa.Boolean(), nullable=False),
        sa.Column("state", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("linked_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_chat_officer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_officer_chat_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_chat")),
        sa.UniqueConstraint("person_id", name=op.f("uq_officer_chat_person_id")),
    )
    op.create_table(
        "officer_chat_code",
        sa.Column("officer_id", big, nullable=False, autoincrement=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_chat_code_officer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_chat_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_officer_chat_code_code_hash")),
    )
    # Whose photo of finished work it is, where it came by such a chat.
    op.add_column("media_job", sa.Column("officer_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("media_job", "officer_id")
    op.drop_table("officer_chat_code")
    op.drop_table("officer_chat")
