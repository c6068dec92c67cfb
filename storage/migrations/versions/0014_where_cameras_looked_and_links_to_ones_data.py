"""where cameras looked, and links to one's own data"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PERSON = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PICTURES = ("media_job", "report_media")


def upgrade() -> None:
    for table in PICTURES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("direction", sa.Double(), nullable=True))
    op.create_table(
        "data_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", PERSON, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_link_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_data_link")),
    )
    with op.batch_alter_table("data_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_link_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_link_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("data_link")
    for table in PICTURES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("direction")
