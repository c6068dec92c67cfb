"""neighbours are asked whether finished work is done"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("neighbours", sa.String(), server_default="tidak", nullable=False))
    op.create_table(
        "neighbour_asked",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("through_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_neighbour_asked_report_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["through_id"], ["report.id"], name=op.f("fk_neighbour_asked_through_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_neighbour_asked_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_asked")),
        sa.UniqueConstraint("report_id", "person_id", "asked_at", name="uq_neighbour_asked_once"),
    )
    op.create_index("ix_neighbour_asked_waits", "neighbour_asked", ["waits", "asked_at"])
    op.create_index(op.f("ix_neighbour_asked_through_id"), "neighbour_asked", ["through_id"])
    op.create_index(op.f("ix_neighbour_asked_person_id"), "neighbour_asked", ["person_id"])
    op.create_table(
        "neighbour_refusal",
        sa.Column("person_id", BIG, autoincrement=False, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_neighbour_refusal_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_neighbour_refusal")),
    )


def downgrade() -> None:
    op.drop_table("neighbour_refusal")
    op.drop_table("neighbour_asked")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_column("neighbours")
