"""What an upgrade does is read out of its migrations; and no new migration breaks the release before it."""

import pytest

from storage.upgrading import Effect, pending, read

# Before both releases had to run side by side (docs/decisions/0052). Nothing is added here without a reason.
BROKE = {"0005", "0026", "0034", "0044"}


@pytest.mark.parametrize(
    ("statement", "said", "locks", "breaks"),
    [
        ("CREATE TABLE thing ( id INTEGER )", "new table thing", False, False),
        ("CREATE UNIQUE INDEX ix_a ON report (a, b)", "index ix_a on report", True, False),
        ("ALTER TABLE report ADD COLUMN a TEXT", "new column report.a", False, False),
        ("ALTER TABLE report ADD COLUMN a TEXT DEFAULT '' NOT NULL", "new column report.a", False, False),
        ("ALTER TABLE report ADD COLUMN a TEXT NOT NULL", "report.a must be given", False, True),
        ("ALTER TABLE report ALTER COLUMN a SET NOT NULL", "report.a never empty", True, True),
        ("ALTER TABLE report DROP COLUMN a", "report.a goes", False, True),
        ("ALTER TABLE a RENAME TO b", "a renamed: TO b", False, True),
        ("DROP TABLE report", "table report goes", False, True),
        ("UPDATE report SET a=1", "rows of report written anew", False, False),
    ],
)
def test_a_statement_is_read_for_what_it_does(statement: str, said: str, locks: bool, breaks: bool) -> None:
    effect = read(statement)
    assert isinstance(effect, Effect)
    assert (effect.said, effect.locks, bool(effect.breaks)) == (said, locks, breaks)


def test_what_leaves_every_table_as_it_is_has_no_effect() -> None:
    assert read("ALTER TABLE a RENAME CONSTRAINT b TO c") is None
    assert read("INSERT INTO alembic_version (version_num) VALUES ('0001')") is None


def test_every_migration_since_leaves_what_the_release_before_uses() -> None:
    steps = pending(None)
    assert len(steps) >= 40
    broke = {step.revision: step.breaks for step in steps if step.breaks}
    assert broke.keys() == BROKE, "expand now, contract a release later (docs/decisions/0052)"


def test_how_long_grows_with_the_rows() -> None:
    [step] = [step for step in pending(None) if step.revision == "0037"]
    assert step.seconds({"report": 1_000_000}) == pytest.approx(10 * step.seconds({"report": 100_000}))
    assert pending("0037")[0].revision == "0038"
    with pytest.raises(LookupError):
        pending("9999")
