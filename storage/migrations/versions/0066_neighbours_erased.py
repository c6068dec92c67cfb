"""who was asked about finished work may have themselves erased, and the answer stays"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_ALONE = {"resolve_fks": False}  # what it refers to stays as it is, and is not read


def upgrade() -> None:
    with op.batch_alter_table("neighbour_asked", reflect_kwargs=_ALONE) as batch_op:
        batch_op.alter_column("person_id", existing_type=_big(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM neighbour_asked WHERE person_id IS NULL")
    with op.batch_alter_table("neighbour_asked", reflect_kwargs=_ALONE) as batch_op:
        batch_op.alter_column("person_id", existing_type=_big(), nullable=False)


def _big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
