"""proof of work and who checks it"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BANDS = [" || ".join(f"substr(phash, {at}, 1)" for at in range(number, 17, 4)) for number in range(1, 5)]


def upgrade() -> None:
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proof", sa.String(), server_default="di_lokasi", nullable=False))
        batch_op.add_column(sa.Column("checking", sa.String(), server_default="contoh", nullable=False))
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    # what was finished before was told at once
    op.execute("UPDATE report SET delivered_at = resolved_at WHERE resolved_at IS NOT NULL")
    op.create_table(
        "proof_flag",
        sa.Column("media_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["report_media.id"], name=op.f("fk_proof_flag_media_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("media_id", "code", name=op.f("pk_proof_flag")),
    )
    op.create_index("ix_report_media_sha256", "report_media", ["sha256"])
    for number, band in enumerate(BANDS, start=1):
        op.create_index(f"ix_media_phash_{number}", "media", [sa.text(f"({band})")])


def downgrade() -> None:
    for number in range(1, 5):
        op.drop_index(f"ix_media_phash_{number}", table_name="media")
    op.drop_index("ix_report_media_sha256", table_name="report_media")
    op.drop_table("proof_flag")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("returned_at")
        batch_op.drop_column("delivered_at")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_column("checking")
        batch_op.drop_column("proof")
