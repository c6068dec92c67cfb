"""who stands in for whom, and how reports come into hands"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "delegation",
        sa.Column("id", big, nullable=False),
        *(sa.Column(name, big, nullable=False) for name in ("officer_id", "to_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_day", "last_day")),
        sa.Column("all_held", sa.Boolean(), nullable=False),
        sa.Column("moved_at", moment, nullable=True),
        sa.Column("made_by", big, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], ["officer.id"], name=op.f(f"fk_delegation_{name}"), ondelete="CASCADE"
            )
            for name in ("officer_id", "to_id", "made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    for name in ("officer_id", "last_day"):
        op.create_index(op.f(f"ix_delegation_{name}"), "delegation", [name])
    op.create_table(
        "sharing_rule",
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("sharing", sa.String(), nullable=False),
        sa.Column("officers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("last_officer", sa.Integer(), nullable=True),
        sa.Column("changed_by", big, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_code"], ["agency.code"], name=op.f("fk_sharing_rule_agency_code"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["officer.id"], name=op.f("fk_sharing_rule_changed_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agency_code", name=op.f("pk_sharing_rule")),
    )


def downgrade() -> None:
    op.drop_table("sharing_rule")
    op.drop_table("delegation")
