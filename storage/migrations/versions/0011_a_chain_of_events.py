"""a chain of events"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns alone, at once however long the log; `storage.trace.catching_up` chains what is there."""
    op.add_column("event", sa.Column("trace", sa.LargeBinary(), nullable=True))
    op.add_column("event_reason", sa.Column("key", sa.LargeBinary(), nullable=True))
    op.add_column("event_reason", sa.Column("mac", sa.LargeBinary(), nullable=True))
    op.add_column("counter", sa.Column("peaks", sa.LargeBinary(), nullable=True))
    begun = sa.text("UPDATE counter SET peaks = :none WHERE name = 'event' AND value = 0")
    op.execute(begun.bindparams(none=b""))


def downgrade() -> None:
    op.drop_column("counter", "peaks")
    op.drop_column("event_reason", "mac")
    op.drop_column("event_reason", "key")
    op.drop_column("event", "trace")
