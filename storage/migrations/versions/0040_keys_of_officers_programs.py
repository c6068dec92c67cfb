"""keys of officers' programs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    at, many = sa.DateTime(timezone=True), sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "personal_token",
        sa.Column("id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", many, nullable=False),
        sa.Column("created_at", at, nullable=False),
        sa.Column("expires_at", at, nullable=False),
        sa.Column("used_at", at, nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_personal_token_officer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_personal_token_token_hash")),
    )
    op.create_index(op.f("ix_personal_token_officer_id"), "personal_token", ["officer_id"])
    op.add_column("api_client", sa.Column("scopes", many, nullable=False, server_default="[]"))
    if op.get_bind().dialect.name == "sqlite":
        # A reference comes with a new column; any other way drops the table others refer to.
        op.execute(
            "ALTER TABLE api_client ADD COLUMN officer_id INTEGER"
            " CONSTRAINT fk_api_client_officer_id REFERENCES officer (id)"
        )
    else:
        op.add_column("api_client", sa.Column("officer_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(
            op.f("fk_api_client_officer_id"), "api_client", "officer", ["officer_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("api_client") as table:
        if op.get_bind().dialect.name != "sqlite":  # there it goes with its column
            table.drop_constraint(op.f("fk_api_client_officer_id"), type_="foreignkey")
        table.drop_column("scopes")
        table.drop_column("officer_id")
    op.drop_table("personal_token")
