"""What the commands share. Light: `--help` reads it."""

from pathlib import Path
from typing import Annotated

import typer

from sorot.settings import Settings

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def opened() -> Settings:
    """The settings, checked, with the database open; SystemExit with a sentence where that cannot be."""
    from sorot import prepare

    settings = Settings()
    settings.check()
    prepare.open_database(settings)
    return settings
