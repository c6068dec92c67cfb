"""warnings published for other people's programs (CAP)"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "cap_bulletin",
        sa.Column("id", big, nullable=False),
        sa.Column("alert_id", big, nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_cap_bulletin_alert_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_bulletin")),
        sa.UniqueConstraint("identifier", name=op.f("uq_cap_bulletin_identifier")),
    )
    for column in ("alert_id", "sent"):
        op.create_index(op.f(f"ix_cap_bulletin_{column}"), "cap_bulletin", [column])


def downgrade() -> None:
    op.drop_table("cap_bulletin")
