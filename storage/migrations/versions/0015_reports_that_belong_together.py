"""reports that belong together"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "joined",
        sa.Column("report_id", big, nullable=False),
        sa.Column("into_id", big, nullable=False),
        sa.Column("root_id", big, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("officer_id", big, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_joined_report_id")),
        sa.ForeignKeyConstraint(["into_id"], ["report.id"], name=op.f("fk_joined_into_id")),
        sa.ForeignKeyConstraint(["root_id"], ["report.id"], name=op.f("fk_joined_root_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_joined_officer_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_joined")),
    )
    op.create_index(op.f("ix_joined_into_id"), "joined", ["into_id"])
    op.create_index(op.f("ix_joined_root_id"), "joined", ["root_id"])
    op.create_table(
        "bundle",
        sa.Column("id", big, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=True),
        sa.Column("officer_id", big, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name=op.f("fk_bundle_agency_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_bundle_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
    )
    op.create_table(
        "bundle_member",
        sa.Column("bundle_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_member_bundle_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_bundle_member_report_id")),
        sa.PrimaryKeyConstraint("bundle_id", "report_id", name=op.f("pk_bundle_member")),
        sa.UniqueConstraint("report_id", "kind", name=op.f("uq_bundle_member_report_id_kind")),
    )


def downgrade() -> None:
    for table in ("bundle_member", "bundle", "joined"):
        op.drop_table(table)
