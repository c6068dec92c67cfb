"""early warnings: whom they reach, who wants none, what they answer"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
moment = sa.DateTime(timezone=True)
json = sa.JSON().with_variant(JSONB(), "postgresql")


def _refers(column: str, to: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "early_warning",
        sa.Column("id", big, nullable=False),
        sa.Column("alert_id", big, nullable=True),
        sa.Column("thing_id", big, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("measured_at", moment, nullable=False),
        sa.Column("areas", json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("first_by", big, nullable=True),
        sa.Column("first_at", moment, nullable=True),
        sa.Column("second_by", big, nullable=True),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("from_row", big, nullable=True),
        sa.Column("repeated_at", moment, nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("drill", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        _refers("alert_id", "alert.id", "early_warning"),
        _refers("thing_id", "thing.id", "early_warning"),
        _refers("first_by", "officer.id", "early_warning"),
        _refers("second_by", "officer.id", "early_warning"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_warning")),
    )
    op.create_index(op.f("ix_early_warning_alert_id"), "early_warning", ["alert_id"])
    op.create_index("ix_early_warning_state", "early_warning", ["state", "id"])
    op.create_table(
        "early_warned",
        sa.Column("warning_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        _refers("warning_id", "early_warning.id", "early_warned"),
        _refers("person_id", "person.id", "early_warned"),
        _refers("area_code", "area.code", "early_warned"),
        sa.PrimaryKeyConstraint("warning_id", "person_id", name=op.f("pk_early_warned")),
    )
    op.create_index(op.f("ix_early_warned_person_id"), "early_warned", ["person_id"])
    op.create_table(
        "warning_refusal",
        sa.Column("person_id", big, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        _refers("person_id", "person.id", "warning_refusal"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_warning_refusal")),
    )
    op.create_table(
        "depth_answer",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("depth", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("drill", sa.Boolean(), server_default=sa.false(), nullable=False),
        _refers("person_id", "person.id", "depth_answer"),
        _refers("area_code", "area.code", "depth_answer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depth_answer")),
    )
    op.create_index(op.f("ix_depth_answer_person_id"), "depth_answer", ["person_id"])
    op.create_index("ix_depth_answer_at", "depth_answer", ["at"])


def downgrade() -> None:
    for table in ("depth_answer", "warning_refusal", "early_warned", "early_warning"):
        op.drop_table(table)
