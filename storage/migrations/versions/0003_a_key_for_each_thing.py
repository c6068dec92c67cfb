"""a key for each thing, and what residents were told"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sensor", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mosquitto_hash", sa.String(), nullable=True))
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_level", sa.Integer(), nullable=True))
    # Until now residents were told of every level an alert reached.
    op.execute("UPDATE alert SET told_level = level")


def downgrade() -> None:
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_column("told_level")
    with op.batch_alter_table("sensor", schema=None) as batch_op:
        batch_op.drop_column("mosquitto_hash")
