"""reasons beside events"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_reason",
        sa.Column("event_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_seq"], ["event.seq"], name=op.f("fk_event_reason_event_seq")),
        sa.PrimaryKeyConstraint("event_seq", name=op.f("pk_event_reason")),
    )
    op.execute(
        sa.text("INSERT INTO event_reason (event_seq, text) SELECT seq, reason FROM event WHERE reason <> ''")
    )
    op.drop_column("event", "reason")  # both know it; a batch would make the table anew under its references


def downgrade() -> None:
    op.add_column("event", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.execute(
        sa.text(
            "UPDATE event SET reason = (SELECT text FROM event_reason WHERE event_seq = event.seq)"
            " WHERE seq IN (SELECT event_seq FROM event_reason)"
        )
    )
    op.drop_table("event_reason")
