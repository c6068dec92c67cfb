"""cameras: what each sees and whose it is, its pictures, who looked, and what was kept as evidence"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
NEW = ("stream_url", "direction", "sees", "agency_code", "rights", "every_seconds", "state", "fault",
       "still_id", "next_try_at", "seen")  # fmt: skip


def _text(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False, server_default=default)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    for column in (
        _text("stream_url", ""), sa.Column("direction", sa.Double(), nullable=True), _text("sees", ""),
        sa.Column("agency_code", sa.String(), nullable=True), _text("rights", "poc"),
        sa.Column("every_seconds", sa.Integer(), nullable=False, server_default="60"), _text("state", ""),
        _text("fault", ""), sa.Column("still_id", BIG, nullable=True),
        sa.Column("next_try_at", AT, nullable=True),
        sa.Column("seen", JSON, nullable=False, server_default="{}"),
    ):  # fmt: skip
        op.add_column("camera", column)
    op.create_index("ix_camera_next_try_at", "camera", ["next_try_at"])
    _stills()
    _looks()
    _proofs()


def _stills() -> None:
    op.create_table(
        "camera_still",
        sa.Column("id", BIG, nullable=False),
        sa.Column("camera_id", BIG, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        _text("sha256"),
        *(sa.Column(f"{name}_sha256", sa.String(), nullable=True)
          for name in ("thumb", "blurred", "blurred_thumb")),
        _refers("camera_still", "camera_id", "camera"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_still"),
    )  # fmt: skip
    op.create_index("ix_camera_still_camera", "camera_still", ["camera_id", "at"])
    op.create_index("ix_camera_still_at", "camera_still", ["at"])
    for name in ("sha256", "thumb_sha256", "blurred_sha256", "blurred_thumb_sha256"):
        op.create_index(f"ix_camera_still_{name}", "camera_still", [name])


def _looks() -> None:
    op.create_table(
        "camera_look",
        sa.Column("id", BIG, nullable=False),
        sa.Column("camera_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        _text("what"), _text("about"),
        sa.Column("at", AT, nullable=False),
        sa.Column("last_at", AT, nullable=False),
        _refers("camera_look", "camera_id", "camera"),
        _refers("camera_look", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_look"),
    )  # fmt: skip
    op.create_index("ix_camera_look_camera_id", "camera_look", ["camera_id"])
    op.create_index("ix_camera_look_officer", "camera_look", ["officer_id", "camera_id", "last_at"])
    op.create_index("ix_camera_look_last_at", "camera_look", ["last_at"])


def _proofs() -> None:
    op.create_table(
        "camera_proof",
        sa.Column("id", BIG, nullable=False),
        sa.Column("camera_id", BIG, nullable=False),
        sa.Column("officer_id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=True),
        sa.Column("incident_id", BIG, nullable=True),
        sa.Column("taken_at", AT, nullable=False),
        sa.Column("kept_at", AT, nullable=False),
        _text("sha256"),
        sa.Column("blurred_sha256", sa.String(), nullable=True),
        *(_refers("camera_proof", f"{to}_id", to) for to in ("camera", "officer", "report", "incident")),
        sa.PrimaryKeyConstraint("id", name="pk_camera_proof"),
    )  # fmt: skip
    for name in ("camera_id", "report_id", "incident_id", "kept_at", "sha256", "blurred_sha256"):
        op.create_index(f"ix_camera_proof_{name}", "camera_proof", [name])


def downgrade() -> None:
    for table in ("camera_proof", "camera_look", "camera_still"):
        op.drop_table(table)
    op.drop_index("ix_camera_next_try_at", "camera")
    for name in NEW:
        op.drop_column("camera", name)
