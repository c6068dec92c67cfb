"""`sorot config`: is the city's configuration whole?"""

from pathlib import Path
from typing import Annotated

import typer

from sorot.commands import File, opened

config_cli = typer.Typer(no_args_is_help=True, help="The city's configuration.")
REFUSED, UNREADABLE = 1, 2  # exit codes


@config_cli.command("check")
def check() -> None:
    """Say what would leave a report with nobody (exit 1), and what is only odd."""
    from routing.reports import config_check
    from storage import db

    opened()
    try:
        with db.reading() as session:
            found = config_check.check(session)
    except ValueError as wrong:  # a term, a unit or a question that cannot be read at all
        typer.echo(f"REFUSED  the configuration cannot be read: {wrong}", err=True)
        raise typer.Exit(UNREADABLE) from None
    for finding in found:
        typer.echo(f"{'REFUSED' if finding.grave else 'note':<8} {finding.said}")
    refused = sum(finding.grave for finding in found)
    typer.echo(f"{refused} refused" if refused else "Nothing is refused.")
    raise typer.Exit(REFUSED if refused else 0)


@config_cli.command("export")
def export(file: Annotated[Path, typer.Argument(help="YAML file to write.")]) -> None:
    """Write everything an admin configures as YAML: to keep it, compare it, or take it in elsewhere."""
    from routing.reports import configuring
    from storage import db

    opened()
    with db.reading() as session:
        file.write_text(configuring.exported(session), "utf-8")
    typer.echo(f"written to {file}")


class _OnlyLooked(Exception):
    """Nothing of it is kept."""


@config_cli.command("import")
def take_in(
    file: File,
    dry_run: Annotated[bool, typer.Option(help="Only say what would change.")] = False,
    reason: Annotated[str, typer.Option(help="Kept with the versions.")] = "Dari berkas",
) -> None:
    """Make what a file of `config export` says hold: all of it or nothing (exit 1 when it is refused)."""
    from routing.city.sections.kinds import BadSection
    from routing.domain.rule_fields import BadRules
    from routing.errors import Refused
    from routing.reports import configuring
    from storage import clock, db

    opened()
    try:
        with db.transaction() as tx:
            changes = configuring.take_in(
                tx, file.read_text("utf-8"), why=reason, officer=None, now=clock.now()
            )
            for change in changes:
                typer.echo(f"{change.section.name}")
                for line in change.lines:
                    typer.echo(f"  {line}")
            typer.echo("" if changes else "Nothing would change.", nl=not changes)
            if dry_run:
                raise _OnlyLooked
    except (BadSection, BadRules, Refused) as refused:
        typer.echo(f"REFUSED  {refused}", err=True)
        raise typer.Exit(REFUSED) from None
    except _OnlyLooked:
        typer.echo("Nothing was changed (--dry-run).")
