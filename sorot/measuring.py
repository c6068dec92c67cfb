"""`sorot sensors …`: what concerns measuring beside the role itself and its replay."""

from typing import Annotated

import typer

from sorot.settings import Settings


def add_to(group: typer.Typer) -> None:
    """Add the commands to `sorot sensors`."""
    group.command("client")(client)


def _open() -> None:
    from sorot import prepare

    settings = Settings()
    settings.check()
    prepare.open_database(settings)


def client(
    name: str,
    write: Annotated[bool, typer.Option(help="It may change things too.")] = False,
    thing: Annotated[list[str] | None, typer.Option(help="Only this thing (its code); may repeat.")] = None,
    revoke: Annotated[bool, typer.Option(help="End its key instead.")] = False,
) -> None:
    """Give a program a key to the SensorThings door (/sta/v1.1), for HTTP Basic; shown once."""
    from sensors.sta import clients
    from storage import clock, db

    _open()
    if revoke:
        with db.transaction() as tx:
            done = clients.revoke(tx, name)
        typer.echo(f"{name}: " + ("its key has ended" if done else "has no key"))
        raise typer.Exit(not done)
    try:
        with db.transaction() as tx:
            key = clients.make(tx, name, write=write, things=thing, now=clock.now())
    except ValueError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{name}: " + ("reads and writes" if write else "reads"))
    typer.echo(key)
