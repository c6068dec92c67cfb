"""the queue's two older indexes go: no release that still runs walks along them (decision 0070)"""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

OLDER = {"ix_outbox_answers": ["status", "key", "id"], "ix_outbox_queued": ["status", "id"]}


def upgrade() -> None:
    for name in OLDER:
        op.drop_index(name, "outbox")


def downgrade() -> None:
    for name, columns in OLDER.items():
        op.create_index(name, "outbox", columns)
