"""`sorot sensors …`: what concerns measuring beside the role itself and its replay."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sorot.commands import opened


def add_to(group: typer.Typer) -> None:
    """Add the commands to `sorot sensors`."""
    group.command("client")(client)
    group.command("mqtt-access")(mqtt_access)
    group.command("export")(export)
    forecasts = typer.Typer(no_args_is_help=True, help="How high the water will stand.")
    forecasts.command("evaluate")(forecast_evaluate)
    group.add_typer(forecasts, name="forecast")


def client(
    name: str,
    write: Annotated[bool, typer.Option(help="It may change things too.")] = False,
    thing: Annotated[list[str] | None, typer.Option(help="Only this thing (its code); may repeat.")] = None,
    revoke: Annotated[bool, typer.Option(help="End its key instead.")] = False,
) -> None:
    """Give a program a key to the SensorThings door (/sta/v1.1), for HTTP Basic; shown once."""
    from sensors.sta import clients
    from storage import clock, db

    opened()
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


def forecast_evaluate(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A recording; none: what is stored.")
    ] = None,
) -> None:
    """Measure the forecast of levels for 1, 2, 3 and 6 hours against "unchanged" (docs/add-a-sensor.md)."""
    from sensors import forecasting
    from storage import db

    if file is None:
        opened()
        with db.reading() as session:
            readings = forecasting.of_city(session)
    else:
        try:
            readings = forecasting.of_file(file)
        except ValueError as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(2) from None
    for line in forecasting.lines(forecasting.evaluate(readings)):
        typer.echo(line)


def mqtt_access(
    folder: Annotated[
        Path | None, typer.Argument(file_okay=False, help="Where to write; none: print the rights.")
    ] = None,
) -> None:
    """Write Mosquitto's `passwords` and `rights`: things with a key, their own topics, and who hears."""
    from sensors import mosquitto
    from storage import db

    if folder is None:
        typer.echo(mosquitto.rights(), nl=False)
        return
    opened()
    folder.mkdir(parents=True, exist_ok=True)
    with db.reading() as session:
        lines = mosquitto.rights(mosquitto.readers(session), mosquitto.writers(session))
    (folder / "rights").write_text(lines, "utf-8")
    mosquitto.write_if_changed(folder / "passwords")
    typer.echo(f"{folder}/passwords and {folder}/rights are written")


def export(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The Parquet file to write.")],
    since: Annotated[datetime, typer.Option(help="From this day on, by the city's clock.")],
    until: Annotated[datetime, typer.Option(help="Up to this day, without it.")],
    thing: Annotated[str, typer.Option(help="The code of one thing; all without it.")] = "",
) -> None:
    """Write readings as they are stored, times in UTC, to a Parquet file."""
    from sensors.exporting import to_parquet
    from storage import clock, db

    opened()
    with db.reading() as session:
        begin, end = since.replace(tzinfo=clock.LOCAL), until.replace(tzinfo=clock.LOCAL)
        many = to_parquet(session, file, since=begin, until=end, code=thing)
    typer.echo(f"{many} readings written to {file}")
