"""`sorot open311`: keys of other people's programs."""

import typer

from sorot.commands import opened

open311_cli = typer.Typer(no_args_is_help=True, help="Other people's programs (Open311).")


@open311_cli.command("client")
def client(name: str) -> None:
    """Give the program NAME a new key and print it; one it had before ends."""
    from routing.reports.from_programs import new_key
    from storage import clock, db

    name = name.strip()
    if not 1 <= len(name) <= 60 or not name.isprintable():
        typer.echo("A program's name has 1 to 60 characters.", err=True)
        raise typer.Exit(2)
    opened()
    with db.transaction() as tx:
        key = new_key(tx, name, now=clock.now())
    typer.echo(key)


@open311_cli.command("revoke")
def revoke(name: str) -> None:
    """End the program's key at once."""
    from routing.reports import from_programs
    from storage import clock, db

    opened()
    with db.transaction() as tx:
        done = from_programs.revoke(tx, name.strip(), now=clock.now())
    typer.echo(f"{name}: " + ("its key has ended" if done else "has no key"), err=not done)
    raise typer.Exit(0 if done else 1)
