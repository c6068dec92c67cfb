"""R2: the migrations make exactly the tables the code believes in, on both databases."""

import subprocess

import pytest
from alembic import command
from sqlalchemy import select

from storage import db, schema
from storage.models import Counter
from tests.servers import PYTHON, ROOT


@pytest.mark.usefixtures("database")
def test_migrated_tables_equal_the_models() -> None:
    command.check(schema.config())  # raises and names what differs


@pytest.mark.usefixtures("database")
def test_migrating_again_changes_nothing() -> None:
    schema.upgrade()
    with db.reading() as session:
        assert session.scalars(select(Counter.name)).all() == ["event"]


def test_two_roles_that_start_at_once_migrate_once(postgres_url: str) -> None:
    db.configure(postgres_url)
    with db.engine().begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    code = "import sys; from storage import db; db.configure(sys.argv[1]); db.create_schema()"
    command_line = [str(PYTHON), "-c", code, postgres_url]
    starts = [subprocess.Popen(command_line, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [start.communicate(timeout=60)[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0], ends
    command.check(schema.config())
