"""what of a call was handed to 112, by whom, under which number"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    with op.batch_alter_table("operator_call") as table:
        table.add_column(sa.Column("handover", json, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("operator_call") as table:
        table.drop_column("handover")
