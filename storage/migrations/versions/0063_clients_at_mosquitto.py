"""keys of SensorThings' clients as Mosquitto has them"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sta_client", sa.Column("mosquitto_hash", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("sta_client", "mosquitto_hash")
