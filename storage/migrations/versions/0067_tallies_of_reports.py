"""how many reports stand in which status is kept by triggers"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

# PostgreSQL writes one line for each statement that adds or takes reports, however many they are.
POSTGRESQL = """
CREATE FUNCTION report_tally_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO report_tally (status, kind, many)
            SELECT status, kind, count(*) FROM changed GROUP BY status, kind;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO report_tally (status, kind, many)
            SELECT status, kind, -count(*) FROM changed GROUP BY status, kind;
    ELSE
        INSERT INTO report_tally (status, kind, many)
            VALUES (OLD.status, OLD.kind, -1), (NEW.status, NEW.kind, 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER report_tally_insert AFTER INSERT ON report REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION report_tally_keep();
CREATE TRIGGER report_tally_delete AFTER DELETE ON report REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION report_tally_keep();
CREATE TRIGGER report_tally_update AFTER UPDATE OF status, kind ON report FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.kind <> NEW.kind) EXECUTE FUNCTION report_tally_keep();
"""
ADD = "INSERT INTO report_tally (status, kind, many) VALUES "
SQLITE = {
    "insert": f"AFTER INSERT ON report BEGIN {ADD} (new.status, new.kind, 1); END",
    "delete": f"AFTER DELETE ON report BEGIN {ADD} (old.status, old.kind, -1); END",
    "update": "AFTER UPDATE OF status, kind ON report WHEN old.status <> new.status OR old.kind <> new.kind"
    f" BEGIN {ADD} (old.status, old.kind, -1), (new.status, new.kind, 1); END",
}


def upgrade() -> None:
    op.create_table(
        "report_tally",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_tally")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("LOCK TABLE report IN SHARE ROW EXCLUSIVE MODE")  # none comes between counting and keeping
        op.execute(POSTGRESQL)
    else:
        for name, does in SQLITE.items():
            op.execute(f"CREATE TRIGGER report_tally_{name} {does}")
    op.execute(
        "INSERT INTO report_tally (status, kind, many) SELECT status, kind, count(*) FROM report"
        " GROUP BY status, kind"
    )


def downgrade() -> None:
    for name in SQLITE:
        on = " ON report" if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER report_tally_{name}{on}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION report_tally_keep()")
    op.drop_table("report_tally")
