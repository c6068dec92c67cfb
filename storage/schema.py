"""Creating and upgrading the tables (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration, without an ini file: the engine comes from `storage.db`."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def upgrade(to: str = "head") -> None:
    """Bring the configured database to the newest schema, or to the one named; safe to repeat and to run
    twice at once."""
    command.upgrade(config(), to)
