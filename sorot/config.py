"""`sorot config`: is the city's configuration whole?"""

import typer

from sorot.commands import opened

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
