"""readings by month, and what they come to in an hour and a day"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from storage import partitions

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
COLUMNS = (
    "id, datastream_id, at, value, received_at, until, result_time, feature_id, quality, doubts,"
    " valid_time, result, parameters"
)
# Wide ones first, so that PostgreSQL fills no gaps between them.
TABLE = """
CREATE TABLE observation (
    id bigint NOT NULL DEFAULT nextval('observation_id_seq'), datastream_id bigint NOT NULL,
    at timestamptz NOT NULL, value double precision, received_at timestamptz NOT NULL, until timestamptz,
    result_time timestamptz, feature_id bigint, quality varchar NOT NULL, doubts varchar NOT NULL,
    valid_time varchar, result jsonb, parameters jsonb
)
"""
# A unique index of a table in parts holds what it is parted by; the number alone is not held unique.
KEYS = """
ALTER TABLE observation ADD CONSTRAINT uq_observation_datastream_id_at UNIQUE (datastream_id, at);
CREATE INDEX ix_observation_number ON observation (id);
CREATE INDEX ix_observation_feature ON observation (feature_id) WHERE feature_id IS NOT NULL;
ALTER TABLE observation ADD CONSTRAINT fk_observation_datastream_id
    FOREIGN KEY (datastream_id) REFERENCES datastream (id);
ALTER TABLE observation ADD CONSTRAINT fk_observation_feature_id
    FOREIGN KEY (feature_id) REFERENCES feature_of_interest (id);
"""


def _stream() -> sa.Column:
    return sa.Column("datastream_id", BIG, autoincrement=False, nullable=False)


def upgrade() -> None:
    op.create_table(
        "rollup", _stream(), sa.Column("span", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False), sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False), sa.Column("low", sa.Double()),
        sa.Column("high", sa.Double()), sa.Column("total", sa.Double()),
        sa.ForeignKeyConstraint(["datastream_id"], ["datastream.id"], name=op.f("fk_rollup_datastream_id")),
        sa.PrimaryKeyConstraint("datastream_id", "span", "at", name=op.f("pk_rollup")),
    )  # fmt: skip
    op.create_table(
        "rollup_due", sa.Column("hour", TIME, nullable=False), _stream(),
        sa.ForeignKeyConstraint(["datastream_id"], ["datastream.id"],
                                name=op.f("fk_rollup_due_datastream_id")),
        sa.PrimaryKeyConstraint("hour", "datastream_id", name=op.f("pk_rollup_due")),
    )  # fmt: skip
    if op.get_bind().dialect.name != "postgresql":
        hour = "strftime('%Y-%m-%d %H:00:00.000000', at)"
    else:
        _in_parts()
        hour = "date_trunc('hour', at, 'UTC')"
    op.execute(
        "INSERT INTO rollup_due (hour, datastream_id)"  # noqa: S608
        f" SELECT DISTINCT {hour}, datastream_id FROM observation WHERE value IS NOT NULL"
    )


def _in_parts() -> None:
    _set_aside()
    op.execute(TABLE + "PARTITION BY RANGE (at)")
    op.execute("ALTER SEQUENCE observation_id_seq OWNED BY observation.id")
    op.execute(f"CREATE TABLE {partitions.REST} PARTITION OF observation DEFAULT")
    months = op.get_bind().exec_driver_sql(
        "SELECT DISTINCT date_trunc('month', at, 'UTC') FROM observation_before"
    )
    partitions.make(op.get_bind(), [month for (month,) in months])
    _fill_again()
    partitions.keep(op.get_bind(), datetime.now(UTC))


def _set_aside() -> None:
    op.execute("ALTER TABLE observation RENAME TO observation_before")
    op.execute("ALTER SEQUENCE observation_id_seq OWNED BY NONE")


def _fill_again() -> None:
    op.execute(f"INSERT INTO observation ({COLUMNS}) SELECT {COLUMNS} FROM observation_before")  # noqa: S608
    op.execute("DROP TABLE observation_before")
    op.execute(KEYS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _set_aside()
        op.execute(TABLE)
        op.execute("ALTER SEQUENCE observation_id_seq OWNED BY observation.id")
        _fill_again()
        op.execute("DROP INDEX ix_observation_number, ix_observation_feature")
        op.execute("ALTER TABLE observation ADD CONSTRAINT pk_observation PRIMARY KEY (id)")
        op.execute("CREATE INDEX ix_observation_feature ON observation (feature_id)")
    op.drop_table("rollup_due")
    op.drop_table("rollup")
