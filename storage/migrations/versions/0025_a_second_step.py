"""a second step of signing in, sessions a person can see, addresses of mail"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _officer(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_officer_id")
    return sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    # Never by a batch: on SQLite that drops the table, to which others refer.
    op.add_column("officer", sa.Column("email", sa.String(), nullable=True))
    op.create_index(op.f("ix_officer_email"), "officer", ["email"], unique=True)
    for name in ("waits", "device", "network"):
        op.add_column("officer_session", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.create_table(
        "second_factor",
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _officer("second_factor"),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _officer("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_officer_id"), "recovery_code", ["officer_id"])
    op.create_table(
        "sign_in_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _officer("sign_in_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_note")),
    )
    op.create_index("ix_sign_in_note_officer_id_at", "sign_in_note", ["officer_id", "at"])
    op.create_index(op.f("ix_sign_in_note_at"), "sign_in_note", ["at"])


def downgrade() -> None:
    for table in ("sign_in_note", "recovery_code", "second_factor"):
        op.drop_table(table)
    for name in ("network", "device", "waits"):
        op.drop_column("officer_session", name)
    op.drop_index(op.f("ix_officer_email"), table_name="officer")
    op.drop_column("officer", "email")
