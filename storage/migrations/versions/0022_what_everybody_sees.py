"""what everybody sees, and other people's programs"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words_shown", sa.String(), nullable=True))
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_report_updated", "report", ["updated_at", "id"])
    op.create_table(
        "api_client",
        sa.Column("id", big, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("name", name=op.f("uq_api_client_name")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_client_key_hash")),
    )
    op.create_table(
        "handed_in",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("client_id", big, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("inbox_id", big, nullable=False),
        sa.Column("report_id", big, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f("fk_handed_in_client_id")),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_handed_in_inbox_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_handed_in_report_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_handed_in")),
    )
    op.create_index("ix_handed_in_client_id", "handed_in", ["client_id"])
    op.create_index("ix_handed_in_inbox_id", "handed_in", ["inbox_id"])


def downgrade() -> None:
    op.drop_table("handed_in")
    op.drop_table("api_client")
    op.drop_index("ix_report_updated", table_name="report")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("shown")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("words_shown")
