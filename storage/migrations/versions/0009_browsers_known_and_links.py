"""browsers known, and links to choose a password"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OFFICER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name, moment in (("known_device", "at"), ("password_link", "expires_at")):
        op.create_table(
            name,
            sa.Column("token_hash", sa.String(), nullable=False),
            sa.Column("officer_id", OFFICER, nullable=False),
            sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f(f"fk_{name}_officer_id")),
            sa.PrimaryKeyConstraint("token_hash", name=op.f(f"pk_{name}")),
        )
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{name}_officer_id"), ["officer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("password_link")
    op.drop_table("known_device")
