"""`sorot officer`: an officer's account, when the panel is no way."""

from pathlib import Path
from typing import Annotated

import typer

from sorot.commands import opened

officer_cli = typer.Typer(no_args_is_help=True, help="An officer's account, when the panel is no way.")


@officer_cli.command("reset-second-factor")
def reset(username: str) -> None:
    """Take the second step off an account whose owner lost phone and recovery codes; signs them out."""
    opened()
    if not reset_second_factor(username):
        typer.echo(f"There is no officer {username!r}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{username}: the second step is off; they sign in with the password and set up a new one")


@officer_cli.command("import")
def import_officers(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Invite everybody in a CSV file (username, name, role, agency, email); prints each one's link, once."""
    from accounts import importing
    from storage import clock, csv_files, db

    settings = opened()
    try:
        lines = csv_files.read(file, columns=importing.COLUMNS)
        with db.transaction() as tx:
            made = importing.take_in(tx, lines, now=clock.now())
    except (importing.ImportRefused, csv_files.CsvFault) as refused:
        typer.echo(f"{refused}\nNobody was imported.", err=True)
        raise typer.Exit(2) from None
    for officer, key in made:
        typer.echo(f"{officer.username},{settings.address}/masuk/tautan#{key}")


def reset_second_factor(username: str) -> bool:
    """Takes the second step off; False when there is nobody of that name."""
    from sqlalchemy import select

    from accounts import notes, second_factor
    from storage import clock, db
    from storage.models import Officer

    with db.transaction() as tx:
        named = select(Officer).where(Officer.username == username.strip().casefold())
        officer = tx.scalars(named).one_or_none()
        if officer is None:
            return False
        second_factor.take_off(tx, officer, by=None, now=clock.now())
        notes.write(tx, officer.id, notes.AtAccount.SECOND_RESET, notes.Whence(), now=clock.now())
    return True
