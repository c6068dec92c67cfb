"""a conversation people like"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "warning_follow",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_warning_follow_area_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_warning_follow_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_follow")),
        sa.UniqueConstraint(
            "person_id", "area_code", "kind", name=op.f("uq_warning_follow_person_id_area_code_kind")
        ),
    )
    with op.batch_alter_table("warning_follow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_follow_area_code"), ["area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_warning_follow_person_id"), ["person_id"], unique=False)

    op.create_table(
        "support",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_support_report_id")),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_support")),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "questions",
                sa.JSON().with_variant(JSONB(), "postgresql"),
                server_default="[]",
                nullable=False,
            )
        )

    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thumb_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("public_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("public_thumb_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("phash", sa.String(), nullable=True))

    with op.batch_alter_table("media_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="foto", nullable=False))
        batch_op.add_column(sa.Column("sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("lat", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("lon", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("report_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("abuse_count", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("blocked_reason", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("privacy", sa.String(), server_default="biasa", nullable=False))
        batch_op.add_column(sa.Column("theme", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("supporters", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("rating", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_report_same", ["kelurahan_code", "category_code", "created_at"], unique=False
        )

    with op.batch_alter_table("report_media", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lat", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("lon", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report_media", schema=None) as batch_op:
        batch_op.drop_column("taken_at")
        batch_op.drop_column("lon")
        batch_op.drop_column("lat")

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_same")
        batch_op.drop_column("rated_at")
        batch_op.drop_column("rating")
        batch_op.drop_column("supporters")
        batch_op.drop_column("theme")
        batch_op.drop_column("privacy")
        batch_op.drop_column("reminded_at")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("blocked_reason")
        batch_op.drop_column("blocked_at")
        batch_op.drop_column("flagged_at")
        batch_op.drop_column("abuse_count")
        batch_op.drop_column("consented_at")
        batch_op.drop_column("called")

    with op.batch_alter_table("media_job", schema=None) as batch_op:
        batch_op.alter_column("report_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("created_at")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("lon")
        batch_op.drop_column("lat")
        batch_op.drop_column("sha256")
        batch_op.drop_column("kind")

    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_column("phash")
        batch_op.drop_column("public_thumb_sha256")
        batch_op.drop_column("public_sha256")
        batch_op.drop_column("thumb_sha256")

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_column("questions")

    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_person_id"))

    op.drop_table("support")
    with op.batch_alter_table("warning_follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warning_follow_person_id"))
        batch_op.drop_index(batch_op.f("ix_warning_follow_area_code"))

    op.drop_table("warning_follow")
