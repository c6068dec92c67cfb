"""indexes along which the sender walks: answers first, then what else is queued"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

INDEXES = {"ix_outbox_answers": ["status", "key", "id"], "ix_outbox_queued": ["status", "id"]}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "outbox", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "outbox")
