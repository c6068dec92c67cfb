"""`sorot upgrade check`: what bringing the tables to this release will do, and how long it takes here."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from sorot.settings import Settings

upgrade_cli = typer.Typer(no_args_is_help=True, help="Before a new release is started.")
if TYPE_CHECKING:
    from sqlalchemy import Engine

    from storage.upgrading import UpgradeStep

Rehearsed = Annotated[
    str,
    typer.Option(help="URL of a copy (a backup put back): the steps are run there, and timed."),
]
NEWER = "The database is of a newer release (tables {0}) than this one: start the newer one."
LONG = 5.0  # seconds


@upgrade_cli.callback()
def group() -> None:
    """Before a new release is started."""


@upgrade_cli.command("check")
def check(rehearse: Rehearsed = "") -> None:
    """Say which steps come, what each does and how long, and whether the old release may run meanwhile."""
    from storage import db, upgrading

    settings = Settings()
    engine = db.configure(rehearse or settings.database)
    try:
        steps = upgrading.pending(upgrading.revision_of(engine))
    except LookupError as newer:
        typer.echo(NEWER.format(newer.args[0]), err=True)
        raise typer.Exit(1) from None
    if not steps:
        typer.echo("Nothing to do: the tables are of this release.")
        return
    _run(engine) if rehearse else _tell(engine, steps)


def _run(engine: "Engine") -> None:
    from storage.upgrading import rehearse, revision_of

    begun = last = time.monotonic()
    name = ""
    for step in rehearse(revision_of(engine)):
        if name:
            typer.echo(f"{name}: {time.monotonic() - last:.1f} s")
        name, last = f"{step.revision} {step.name}", time.monotonic()
    typer.echo(f"{name}: {time.monotonic() - last:.1f} s")
    typer.echo(f"All of it took {time.monotonic() - begun:.1f} s on the copy.")


def _tell(engine: "Engine", steps: "list[UpgradeStep]") -> None:
    from storage import upgrading

    with engine.connect() as connection:
        rows = upgrading.rows(connection)
    for step in steps:
        _tell_step(step, rows)
    whole = sum(step.seconds(rows) for step in steps)
    typer.echo(f"{len(steps)} steps, about {whole:.0f} s with the rows that are here.")
    breaking = [why for step in steps for why in step.breaks]
    if unseen := [step.revision for step in steps if step.unseen]:
        typer.echo(
            f"{', '.join(unseen)}: works on rows itself; try it on a copy (--rehearse) to know how long."
        )
    typer.echo("Back up first (sorot backup).")
    if breaking:
        typer.echo("Stop the old release first; beside these tables it fails: " + "; ".join(breaking))
    else:
        typer.echo("The old release may run meanwhile: everything it uses stays.")


def _tell_step(step: "UpgradeStep", rows: Mapping[str, int]) -> None:
    typer.echo(f"{step.revision} {step.name} (about {step.seconds(rows):.1f} s)")
    for effect in step.effects:
        took = effect.rate * rows.get(effect.table, 0) / 1e6
        note = f", writers of {effect.table} wait about {took:.0f} s" if effect.locks and took > LONG else ""
        typer.echo(f"    {effect.said}{note}")
