"""words by which reports are found

The words themselves are `routing`'s to choose: rows that stood before are written down in the background,
newest first (`routing.reports.indexing.fill`), from the number kept here under "search".
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TAIL = "substr(address, length(address) - 3)"  # the last four digits of a telephone number
FORGET = (
    "INSERT INTO report_words_fts (report_words_fts, rowid, words)"
    " VALUES ('delete', old.report_id, old.words);"
)
KEEP = "INSERT INTO report_words_fts (rowid, words) VALUES (new.report_id, new.words);"
TRIGGERS = {"INSERT": KEEP, "DELETE": FORGET, "UPDATE": FORGET + KEEP}


def upgrade() -> None:
    op.create_table(
        "report_words",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_words_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_words")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE report_words_fts USING fts5"
            " (words, content='report_words', content_rowid='report_id', tokenize='unicode61', prefix='3 4')"
        )
        for deed, then in TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER report_words_{deed.lower()} AFTER {deed} ON report_words BEGIN {then} END"
            )
    else:
        op.create_index("ix_report_words_words", "report_words", ["words"], postgresql_using="gin")
    op.create_index("ix_person_tail", "person", [sa.text(TAIL)])
    op.execute("INSERT INTO counter (name, value) SELECT 'search', max(id) FROM report HAVING count(*) > 0")


def downgrade() -> None:
    op.execute("DELETE FROM counter WHERE name = 'search'")
    op.drop_index("ix_person_tail", table_name="person")
    if op.get_bind().dialect.name == "sqlite":
        for deed in TRIGGERS:
            op.execute(f"DROP TRIGGER report_words_{deed.lower()}")
        op.execute("DROP TABLE report_words_fts")
    op.drop_table("report_words")
