"""indexes of what waits to be sent alone: the sender's walks, whatever the databases believe of its number"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

QUEUED = "coalesce(status, '') = 'queued'"
WAITING = {
    "ix_outbox_waiting_answers": ("channel", f"{QUEUED} AND key IS NULL"),
    "ix_outbox_waiting_notices": ("channel", f"{QUEUED} AND key IS NOT NULL"),
    "ix_outbox_waiting_of_person": ("person_id", QUEUED),
}


def upgrade() -> None:
    for name, (column, which) in WAITING.items():
        where = sa.text(which)
        op.create_index(name, "outbox", [column, "id"], postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    for name in WAITING:
        op.drop_index(name, "outbox")
