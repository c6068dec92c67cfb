"""`sorot drill`: the flood day in a home of its own. The player belongs to the checkout, not to the image."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

drill_cli = typer.Typer(
    no_args_is_help=True, help="Drills, each in a home of its own, with played residents."
)
NOT_HERE = (
    "The drill kills processes and plays Telegram and WhatsApp: it runs from a checkout (./dev sorot drill)."
)


@drill_cli.callback()
def drills() -> None:
    """Which disaster."""


@drill_cli.command()
def banjir(  # noqa: PLR0913 - the options of a command
    speed: Annotated[float, typer.Option(min=1, help="Times faster than life.")] = 60,
    residents: Annotated[int, typer.Option(min=20, help="How many people write.")] = 2000,
    gauges: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The recording of January 2020.")
    ] = None,
    pictures: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder for pictures of the screens.")
    ] = None,
    json: Annotated[Path | None, typer.Option(dir_okay=False, help="File to write all figures into.")] = None,
    one_process: Annotated[
        bool, typer.Option(help="`sorot up` on SQLite, without servers beside it.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Other dice, other people.")] = 1,
) -> None:
    """Replay the flood of January 2020 with residents who write where the water is; print what it came to."""
    try:
        command = importlib.import_module("drill.command")
    except ModuleNotFoundError as missing:
        if missing.name not in ("drill", "drill.command", "tests"):
            raise
        typer.echo(NOT_HERE, err=True)
        raise typer.Exit(2) from None
    asked = command.Options(speed, residents, gauges, pictures, json, one_process, seed)
    raise typer.Exit(command.run(asked, typer.echo))
