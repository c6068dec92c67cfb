"""the log of shifts, their hand-over, and what weekly meetings agree on"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shift_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_shift_note_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_note")),
    )
    op.create_index(op.f("ix_shift_note_at"), "shift_note", ["at"])
    op.create_table(
        "handover",
        sa.Column("id", BIG, nullable=False),
        sa.Column("given_by", BIG, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("still_open", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("taken_by", BIG, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["officer.id"], name=op.f("fk_handover_given_by")),
        sa.ForeignKeyConstraint(["taken_by"], ["officer.id"], name=op.f("fk_handover_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_given_at"), "handover", ["given_at"])
    op.create_table(
        "agreement",
        sa.Column("id", BIG, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("agreed_by", BIG, nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name=op.f("fk_agreement_agency_code")),
        sa.ForeignKeyConstraint(["agreed_by"], ["officer.id"], name=op.f("fk_agreement_agreed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_agency_code"), "agreement", ["agency_code"])


def downgrade() -> None:
    for table in ("agreement", "handover", "shift_note"):
        op.drop_table(table)
