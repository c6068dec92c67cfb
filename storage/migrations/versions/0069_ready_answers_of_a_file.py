"""answers an office has ready may come from a file of the city's settings: then nobody wrote them last"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("ready_answer") as table:
        table.alter_column("officer_id", existing_type=big, nullable=True)


def downgrade() -> None:
    op.execute("UPDATE ready_answer SET officer_id = (SELECT min(id) FROM officer) WHERE officer_id IS NULL")
    with op.batch_alter_table("ready_answer") as table:
        table.alter_column("officer_id", existing_type=big, nullable=False)
