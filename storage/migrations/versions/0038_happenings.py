"""events: reports and alerts of one happening"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
moment = sa.DateTime(timezone=True)
json = sa.JSON().with_variant(JSONB(), "postgresql")


def _refers(column: str, table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", big, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "state", "title")),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", json, nullable=False),
        sa.Column("bundle_id", big, nullable=True),
        sa.Column("into_id", big, nullable=True),
        sa.Column("first_seen", moment, nullable=False),
        sa.Column("last_seen", moment, nullable=False),
        sa.Column("outline", json, nullable=True),
        sa.Column("confirmed_by", big, nullable=True),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("drill", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        _refers("bundle_id", "bundle", "incident"),
        _refers("into_id", "incident", "incident"),
        _refers("confirmed_by", "officer", "incident"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("bundle_id", name=op.f("uq_incident_bundle_id")),
    )
    op.create_index("ix_incident_living", "incident", ["state", "kind", "last_seen"])
    op.create_index(op.f("ix_incident_into_id"), "incident", ["into_id"])
    op.create_table(
        "incident_link",
        sa.Column("incident_id", big, nullable=False),
        sa.Column("report_id", big, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", json, nullable=False),
        sa.Column("at", moment, nullable=False),
        _refers("incident_id", "incident", "incident_link"),
        _refers("report_id", "report", "incident_link"),
        sa.PrimaryKeyConstraint("incident_id", "report_id", name=op.f("pk_incident_link")),
    )
    op.create_index(op.f("ix_incident_link_report_id"), "incident_link", ["report_id"])
    op.create_table(
        "incident_act",
        sa.Column("id", big, nullable=False),
        sa.Column("incident_id", big, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", json, nullable=False),
        _refers("incident_id", "incident", "incident_act"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_act")),
    )
    op.create_index(op.f("ix_incident_act_incident_id"), "incident_act", ["incident_id"])
    op.create_table(
        "incident_evidence",
        sa.Column("incident_id", big, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "ref", "said")),
        sa.Column("at", moment, nullable=False),
        _refers("incident_id", "incident", "incident_evidence"),
        sa.PrimaryKeyConstraint("incident_id", "kind", "ref", name=op.f("pk_incident_evidence")),
    )


def downgrade() -> None:
    for table in ("incident_evidence", "incident_act", "incident_link", "incident"):
        op.drop_table(table)
