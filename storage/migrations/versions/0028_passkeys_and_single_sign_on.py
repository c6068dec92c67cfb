"""passkeys, single sign-on, and what a ceremony at the sign-in page remembers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _officer(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_officer_id")
    return sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "sign_in_ticket",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("data", document, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_ticket")),
    )
    op.create_index(op.f("ix_sign_in_ticket_expires_at"), "sign_in_ticket", ["expires_at"])
    op.create_table(
        "passkey",
        sa.Column("id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        _officer("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_officer_id"), "passkey", ["officer_id"])
    op.create_table(
        "single_sign_on",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _officer("single_sign_on"),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_single_sign_on")),
    )
    op.create_index(op.f("ix_single_sign_on_officer_id"), "single_sign_on", ["officer_id"])


def downgrade() -> None:
    for table in ("single_sign_on", "passkey", "sign_in_ticket"):
        op.drop_table(table)
