"""answers that go out when the office opens"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_message_send_at"), "message", ["send_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_message_send_at"), "message")
    op.drop_column("message", "send_at")
