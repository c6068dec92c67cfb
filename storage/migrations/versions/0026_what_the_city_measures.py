"""what the city measures: the tables of OGC SensorThings"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
MOVED = ("kind", "unit", "levels", "last_value", "last_at", "last_level")
WATER = (
    "Tinggi muka air",
    "http://vocab.nerc.ac.uk/standard_name/water_surface_height_above_reference_datum/",
)


def _id() -> sa.Column:
    return sa.Column("id", BIG, nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _to(column: str, table: str, own: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{own}_{column}"))


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.rename_table("sensor", "thing")
    if postgresql:
        op.execute("ALTER INDEX pk_sensor RENAME TO pk_thing")
        op.execute("ALTER TABLE thing RENAME CONSTRAINT fk_sensor_kelurahan_code TO fk_thing_kelurahan_code")
        op.execute("ALTER SEQUENCE sensor_id_seq RENAME TO thing_id_seq")
    op.add_column("thing", sa.Column("description", sa.String(), server_default="", nullable=False))
    op.add_column("thing", sa.Column("properties", JSON, server_default="{}", nullable=False))
    _tables()
    _move()
    _observations()
    _alerts()
    for column in MOVED:
        op.execute(f"ALTER TABLE thing DROP COLUMN {column}")
    for column in ("lat", "lon"):  # a thing may stand nowhere
        if postgresql:
            op.alter_column("thing", column, nullable=True)
        else:
            op.execute(f"ALTER TABLE thing RENAME COLUMN {column} TO old_{column}")
            op.add_column("thing", sa.Column(column, sa.Double(), nullable=True))
            op.execute(f"UPDATE thing SET {column} = old_{column}")  # noqa: S608
            op.execute(f"ALTER TABLE thing DROP COLUMN old_{column}")
    if postgresql:
        for table in ("datastream", "location", "observation", "alert"):
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"  # noqa: S608
            op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")


def _tables() -> None:
    op.create_table(
        "location", _id(), _text("name"), _text("description"), _text("encoding_type"),
        sa.Column("location", JSON, nullable=False), sa.Column("properties", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
    )  # fmt: skip
    op.create_table(
        "thing_location",
        sa.Column("thing_id", BIG, autoincrement=False, nullable=False),
        sa.Column("location_id", BIG, autoincrement=False, nullable=False),
        _to("thing_id", "thing", "thing_location"), _to("location_id", "location", "thing_location"),
        sa.PrimaryKeyConstraint("thing_id", "location_id", name=op.f("pk_thing_location")),
    )  # fmt: skip
    op.create_index(op.f("ix_thing_location_location_id"), "thing_location", ["location_id"])
    op.create_table(
        "historical_location", _id(), sa.Column("thing_id", BIG, nullable=False),
        sa.Column("time", TIME, nullable=False), _to("thing_id", "thing", "historical_location"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_historical_location")),
    )  # fmt: skip
    op.create_index(op.f("ix_historical_location_thing_id"), "historical_location", ["thing_id"])
    op.create_table(
        "historical_place",
        sa.Column("historical_location_id", BIG, autoincrement=False, nullable=False),
        sa.Column("location_id", BIG, autoincrement=False, nullable=False),
        _to("historical_location_id", "historical_location", "historical_place"),
        _to("location_id", "location", "historical_place"),
        sa.PrimaryKeyConstraint("historical_location_id", "location_id", name=op.f("pk_historical_place")),
    )  # fmt: skip
    op.create_index(op.f("ix_historical_place_location_id"), "historical_place", ["location_id"])
    op.create_table(
        "sensor", _id(), _text("name"), _text("description"), _text("encoding_type"),
        sa.Column("details", JSON, nullable=True), sa.Column("properties", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensor")),
    )  # fmt: skip
    op.create_table(
        "observed_property", _id(), _text("name"), _text("definition"), _text("description"),
        sa.Column("properties", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observed_property")),
    )  # fmt: skip
    op.create_table(
        "feature_of_interest", _id(), _text("name"), _text("description"), _text("encoding_type"),
        sa.Column("feature", JSON, nullable=False), sa.Column("properties", JSON, nullable=False),
        sa.Column("location_id", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_of_interest")),
        sa.UniqueConstraint("location_id", name=op.f("uq_feature_of_interest_location_id")),
    )  # fmt: skip
    op.create_table(
        "datastream", _id(),
        sa.Column("thing_id", BIG, nullable=False), sa.Column("sensor_id", BIG, nullable=False),
        sa.Column("observed_property_id", BIG, nullable=False),
        _text("name"), _text("description"), _text("kind"), _text("unit"), _text("unit_name"),
        _text("unit_definition"), _text("observation_type"), sa.Column("observed_area", JSON, nullable=True),
        sa.Column("properties", JSON, nullable=False), sa.Column("levels", JSON, nullable=False),
        sa.Column("last_value", sa.Double(), nullable=True), sa.Column("last_at", TIME, nullable=True),
        sa.Column("last_level", sa.Integer(), nullable=False), sa.Column("newest_at", TIME, nullable=True),
        sa.Column("heard_at", TIME, nullable=True), sa.Column("remembered", JSON, nullable=False),
        _to("thing_id", "thing", "datastream"), _to("sensor_id", "sensor", "datastream"),
        _to("observed_property_id", "observed_property", "datastream"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datastream")),
    )  # fmt: skip
    for column in ("thing_id", "sensor_id", "observed_property_id"):
        op.create_index(op.f(f"ix_datastream_{column}"), "datastream", [column])
    op.create_table(
        "sta_client", _text("name"), _text("key_hash"), sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("things", JSON, nullable=True), sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sta_client")),
    )  # fmt: skip


def _move() -> None:
    """Each thing so far becomes a thing with one datastream and a place; both keep its number."""
    bind = op.get_bind()
    things = sa.Table("thing", sa.MetaData(), autoload_with=bind)
    tables = sa.MetaData()
    tables.reflect(bind, only=["sensor", "observed_property", "location", "thing_location", "datastream"])
    of = tables.tables
    found: dict[tuple[str, str], int] = {}
    for row in bind.execute(sa.select(things).order_by(things.c.id)).mappings():
        kind, unit = str(row["kind"]), str(row["unit"])
        if (kind, unit) not in found:
            number = found[kind, unit] = len(found) + 1
            name, meaning = WATER if kind == "tinggi_muka_air" else (kind.replace("_", " "), "")
            bind.execute(of["sensor"].insert().values(id=number, name=f"Alat {name.lower()}", description="",
                         encoding_type="text/html", details=None, properties={}))  # fmt: skip
            bind.execute(of["observed_property"].insert().values(id=number, name=name, definition=meaning,
                         description="", properties={}))  # fmt: skip
        number = found[kind, unit]
        point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        bind.execute(of["location"].insert().values(id=row["id"], name=row["name"], description="",
                     encoding_type="application/geo+json", location=point, properties={}))  # fmt: skip
        bind.execute(of["thing_location"].insert().values(thing_id=row["id"], location_id=row["id"]))
        levels = row["levels"] if not isinstance(row["levels"], str) else json.loads(row["levels"])
        bind.execute(of["datastream"].insert().values(
            id=row["id"], thing_id=row["id"], sensor_id=number, observed_property_id=number, name=row["name"],
            description="", kind=kind, unit=unit, unit_name="", unit_definition="",
            observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            properties={}, levels=levels, last_value=row["last_value"], last_at=row["last_at"],
            last_level=row["last_level"], remembered={},
        ))  # fmt: skip
    if bind.dialect.name == "postgresql":
        for table in ("sensor", "observed_property"):
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"  # noqa: S608
            op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")


def _observations() -> None:
    op.execute("CREATE TABLE moved AS SELECT id, sensor_id, at, value, quality, received_at FROM observation")
    op.drop_table("observation")
    op.create_table(
        "observation", _id(), sa.Column("datastream_id", BIG, nullable=False),
        sa.Column("at", TIME, nullable=False), sa.Column("until", TIME, nullable=True),
        sa.Column("value", sa.Double(), nullable=True), sa.Column("result", JSON, nullable=True),
        _text("quality"), _text("doubts"), sa.Column("result_time", TIME, nullable=True),
        sa.Column("valid_time", sa.String(), nullable=True), sa.Column("parameters", JSON, nullable=True),
        sa.Column("feature_id", BIG, nullable=True), sa.Column("received_at", TIME, nullable=False),
        _to("datastream_id", "datastream", "observation"),
        sa.ForeignKeyConstraint(
            ["feature_id"], ["feature_of_interest.id"], name=op.f("fk_observation_feature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("datastream_id", "at", name=op.f("uq_observation_datastream_id_at")),
    )  # fmt: skip
    op.execute(
        "INSERT INTO observation (id, datastream_id, at, value, quality, doubts, received_at)"
        " SELECT id, sensor_id, at, value, quality, '', received_at FROM moved"
    )
    op.drop_table("moved")
    op.create_index("ix_observation_feature", "observation", ["feature_id"])
    for column, measured in (("newest_at", "at"), ("heard_at", "received_at")):
        last = f"(SELECT max({measured}) FROM observation WHERE datastream_id = datastream.id)"  # noqa: S608
        op.execute(f"UPDATE datastream SET {column} = {last}")  # noqa: S608


def _alerts() -> None:
    op.execute(
        "CREATE TABLE moved AS"
        " SELECT id, sensor_id, report_id, level, told_level, opened_at, closed_at FROM alert"
    )
    op.drop_table("alert")
    op.create_table(
        "alert", _id(), sa.Column("datastream_id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False), sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("told_level", sa.Integer(), nullable=True), sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        _to("datastream_id", "datastream", "alert"), _to("report_id", "report", "alert"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )  # fmt: skip
    op.execute(
        "INSERT INTO alert (id, datastream_id, report_id, level, told_level, opened_at, closed_at)"
        " SELECT id, sensor_id, report_id, level, told_level, opened_at, closed_at FROM moved"
    )
    op.drop_table("moved")
    op.create_index(op.f("ix_alert_datastream_id"), "alert", ["datastream_id"])


def downgrade() -> None:
    raise NotImplementedError("a thing may have many datastreams now: the earlier tables cannot hold them")
