"""days of observations in one row a datastream, and a view of what is packed and what is not"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
COLUMNS = (
    "id, datastream_id, at, until, value, result, quality, doubts, result_time, valid_time, parameters,"
    " feature_id, received_at"
)
ROWS = f"SELECT {COLUMNS}, at AS day, id AS first_id, id AS last_id FROM observation"  # noqa: S608
UNPACKED = """
    unnest(p.ids, p.ats, p.numbers, p.received, p.qualities, p.doubts, p.result_times)
    AS u(id, at, value, received_at, quality, doubts, result_time)
"""
PACKED = f"""
SELECT u.id, p.datastream_id, u.at, NULL::timestamptz, u.value, NULL::jsonb,
    coalesce(u.quality, 'baik')::varchar, coalesce(u.doubts, '')::varchar, u.result_time, NULL::varchar,
    NULL::jsonb, p.feature_id, u.received_at, p.day, p.first_id, p.last_id
FROM observation_pack p CROSS JOIN LATERAL {UNPACKED}
"""  # noqa: S608
OPEN = f"""
INSERT INTO observation (id, datastream_id, at, value, received_at, quality, doubts, feature_id, result_time)
SELECT u.id, p.datastream_id, u.at, u.value, u.received_at, coalesce(u.quality, 'baik'),
    coalesce(u.doubts, ''), p.feature_id, u.result_time
FROM observation_pack p CROSS JOIN LATERAL {UNPACKED}
ON CONFLICT (datastream_id, at) DO NOTHING
"""  # noqa: S608


def _many(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.ARRAY(kind).with_variant(sa.JSON(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "observation_pack", sa.Column("id", BIG, nullable=False),
        sa.Column("datastream_id", BIG, nullable=False), sa.Column("day", TIME, nullable=False),
        sa.Column("feature_id", BIG), sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_id", BIG, nullable=False), sa.Column("last_id", BIG, nullable=False),
        sa.Column("first_at", TIME, nullable=False),
        _many("ids", sa.BigInteger()), _many("ats", TIME), _many("numbers", sa.Double()),
        _many("received", TIME), _many("qualities", sa.String(), True), _many("doubts", sa.String(), True),
        _many("result_times", TIME, True),
        sa.ForeignKeyConstraint(["datastream_id"], ["datastream.id"],
                                name=op.f("fk_observation_pack_datastream_id")),
        sa.ForeignKeyConstraint(["feature_id"], ["feature_of_interest.id"],
                                name=op.f("fk_observation_pack_feature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_pack")),
    )  # fmt: skip
    op.create_index("ix_observation_pack_day", "observation_pack", ["datastream_id", "day"])
    op.create_index("ix_observation_pack_number", "observation_pack", ["last_id", "first_id"])
    op.create_index("ix_observation_pack_feature", "observation_pack", ["feature_id"],
                    postgresql_where=sa.text("feature_id IS NOT NULL"))  # fmt: skip
    packed = f"UNION ALL {PACKED}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"CREATE VIEW any_observation AS {ROWS} {packed}")
    # The release before, which may still run, knows of no packs: none is made before the day after the next.
    counter = sa.table("counter", sa.column("name", sa.String), sa.column("value", sa.Integer))
    op.execute(counter.insert().values(name="packing", value=datetime.now(UTC).toordinal() + 2))


def downgrade() -> None:
    op.execute("DELETE FROM counter WHERE name = 'packing'")
    op.execute("DROP VIEW any_observation")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(OPEN)
    op.drop_table("observation_pack")
