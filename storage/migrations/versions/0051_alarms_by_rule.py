"""alarms that rules about what is measured have raised"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sensor_alarm", sa.Column("id", BIG, nullable=False), sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False), sa.Column("datastream_id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False), sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["datastream_id"], ["datastream.id"],
                                name=op.f("fk_sensor_alarm_datastream_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_sensor_alarm_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensor_alarm")),
    )  # fmt: skip
    op.create_index("ix_sensor_alarm_rule", "sensor_alarm", ["rule", "subject"])
    op.create_index(op.f("ix_sensor_alarm_datastream_id"), "sensor_alarm", ["datastream_id"])
    op.create_index(op.f("ix_sensor_alarm_report_id"), "sensor_alarm", ["report_id"])


def downgrade() -> None:
    op.drop_table("sensor_alarm")
