"""who holds a report"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # A reference comes with a new column; any other way drops the table others refer to.
        op.execute(
            "ALTER TABLE report ADD COLUMN holder_id INTEGER"
            " CONSTRAINT fk_report_holder_id REFERENCES officer (id)"
        )
    else:
        op.add_column("report", sa.Column("holder_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(op.f("fk_report_holder_id"), "report", "officer", ["holder_id"], ["id"])
    op.create_index(op.f("ix_report_holder_id"), "report", ["holder_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_report_holder_id"), table_name="report")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_report_holder_id"), type_="foreignkey")
        batch_op.drop_column("holder_id")
