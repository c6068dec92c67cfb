"""`sorot export …`: what leaves the database as files. Light: `--help` reads it."""

from pathlib import Path
from typing import Annotated

import typer

from sorot.commands import opened

export_cli = typer.Typer(no_args_is_help=True, help="What the city knows, as files.")


@export_cli.callback()
def export() -> None:
    """What the city knows, as files."""


@export_cli.command()
def lake(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Where it lies or is to lie.")],
) -> None:
    """Write the lake: Parquet by month, without personal data; again: only what changed since."""
    from sorot.lake import writing
    from storage import clock

    opened()
    try:
        made = writing.write(folder, now=clock.now(), say=typer.echo)
    except (writing.WrongCount, OSError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    _say(made, folder)


def analyse() -> None:
    """Bring the lake in the home up to date and work out the answers of the page of analyses."""
    from sorot.analysing import FOLDER
    from sorot.analysing import analyse as work_out
    from sorot.lake.writing import WrongCount
    from storage import clock

    settings = opened()
    try:
        _say(work_out(settings.home, clock.now()), settings.home / FOLDER)
    except (WrongCount, OSError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None


def _say(made: dict[str, int], folder: Path) -> None:
    typer.echo(", ".join(f"{name} {rows}" for name, rows in made.items()) + f" rows written to {folder}")
