"""The `sorot` command. Each command imports what it needs when it runs, so that `--help` is quick."""

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from sorot import backup, logs, memory, poster
from sorot.audit import audit_cli
from sorot.commands import File, opened
from sorot.config import config_cli
from sorot.drilling import drill_cli
from sorot.lake.command import analyse, export_cli
from sorot.measuring import add_to
from sorot.officers import officer_cli
from sorot.programs import open311_cli
from sorot.settings import Settings
from sorot.understanding import gazetteer_cli, nlu_cli
from sorot.upgrade import upgrade_cli

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
sensors_cli = typer.Typer(invoke_without_command=True, help="Take readings from MQTT, or replay a file.")
add_to(sensors_cli)
area_cli = typer.Typer(no_args_is_help=True, help="Kecamatan and kelurahan.")
admin_cli = typer.Typer(no_args_is_help=True, help="Officers who sign in.")
routing_cli = typer.Typer(no_args_is_help=True, help="Who answers for a report, and why.")
for name, group in (
    ("sensors", sensors_cli),
    ("area", area_cli),
    ("admin", admin_cli),
    ("officer", officer_cli),
    ("config", config_cli),
    ("nlu", nlu_cli),
    ("routing", routing_cli),
    ("gazetteer", gazetteer_cli),
    ("audit", audit_cli),
    ("open311", open311_cli),
    ("upgrade", upgrade_cli),
    ("export", export_cli),
    ("drill", drill_cli),
):
    cli.add_typer(group, name=name)
backup.add_to(cli)
poster.add_to(cli)
cli.command()(analyse)


def main() -> None:
    """Entry point of the `sorot` command."""
    os.umask(0o077)  # residents' words and pictures are for this user alone, whatever writes them
    memory.few_arenas()
    memory.seldom_looked_through()
    logging.basicConfig(level=logging.WARNING, format=logs.TEXT)
    cli()


@cli.command()
def up(
    demo_if_empty: Annotated[bool, typer.Option(help="Fill an empty home with the demo city.")] = False,
) -> None:
    """Run everything in one process: web, worker, timetable, MQTT broker and, with a token, the bot."""
    from sorot.up import run

    run(Settings(), demo_if_empty=demo_if_empty)


@cli.command()
def web() -> None:
    """Serve HTTP: pages, chat, webhooks."""
    from sorot import roles, set_up
    from sorot.supervise import Supervisor

    asked = Settings()
    asked.check()
    set_up.until_founded(asked)
    settings = opened()
    roles.ring_only(settings)
    supervisor = Supervisor()
    roles.start_webhook(settings, supervisor)
    if settings.mqtt_url:
        roles.start_publishing(settings, supervisor)
    roles.web(settings, supervisor=supervisor)


@cli.command()
def worker() -> None:
    """Understand what came in, send what goes out."""
    _service("worker", "start_work")


@cli.command()
def beat() -> None:
    """Keep the timetable."""
    if not Settings().broker_url:
        raise typer.Exit(
            _say("SOROT_BROKER_URL is not set: there is nobody to send the timetable to.", code=2)
        )
    _service("beat", "start_beat")


@cli.command()
def bot() -> None:
    """Fetch messages from Telegram by long polling."""
    if not Settings().telegram_token.get_secret_value():
        raise typer.Exit(_say("SOROT_TELEGRAM_TOKEN is not set: there is no bot to run.", code=2))
    _service("bot", "start_bot")


@sensors_cli.callback()
def sensors(context: typer.Context) -> None:
    """Take gauges' readings from MQTT."""
    if context.invoked_subcommand is None:
        _service("sensors", "start_sensors")


def _service(role: str, starter: str) -> None:
    from sorot import roles, watched
    from sorot.supervise import Supervisor

    settings = opened()
    roles.ring_only(settings)
    supervisor = Supervisor()
    watched.start(settings, supervisor, role)
    getattr(roles, starter)(settings, supervisor)
    typer.echo(f"sorot {role} is running (Ctrl-C ends it)")
    roles.run_until_signal(supervisor, heartbeat=settings.home / f"alive-{role}")


def _say(text: str, *, code: int = 0) -> int:
    typer.echo(text, err=code != 0)
    return code


@sensors_cli.command("replay")
def sensors_replay(
    file: File,
    speed: Annotated[float, typer.Option(help="Times faster than life; 0: as fast as possible.")] = 600,
    original_times: Annotated[bool, typer.Option(help="Keep the file's own times.")] = False,
) -> None:
    """Play a file of gauge readings through the MQTT broker as if it happened now."""
    from sensors.replay import replay
    from sorot import roles

    settings = opened()
    replay(file, speed=speed or None, mqtt_url=roles.mqtt_url(settings), original_times=original_times,
           echo=typer.echo)  # fmt: skip


@sensors_cli.command("token")
def sensors_token(code: str) -> None:
    """Give a gauge a new secret for sending its readings, over HTTP and MQTT; shown once."""
    from sensors.credentials import issue_token
    from storage import clock, db

    opened()
    with db.transaction() as tx:
        token = issue_token(tx, code, now=clock.now())
    if token is None:
        raise typer.Exit(_say(f"There is no gauge with the code {code!r}.", code=1))
    typer.echo(token)


@sensors_cli.command("revoke")
def sensors_revoke(code: str) -> None:
    """End a gauge's secret, at every door and at once."""
    from sensors.credentials import revoke
    from storage import clock, db

    opened()
    with db.transaction() as tx:
        done = revoke(tx, code, now=clock.now())
    raise typer.Exit(_say(f"{code}: " + ("its secret has ended" if done else "has no secret"), code=not done))


@area_cli.command("import")
def area_import(
    file: File, out: Annotated[Path | None, typer.Option(help="Folder to write the tables into.")] = None
) -> None:
    """Compute the point → kelurahan table and the map outlines from polygons (GeoJSON)."""
    from routing.city.areas_import import describe, import_areas
    from routing.errors import BadInput

    try:
        result = import_areas(file, out or Settings().city_folder)
    except BadInput as refusal:
        raise typer.Exit(_say(f"{refusal.sentence} {refusal.detail}", code=2)) from None
    describe(result, typer.echo)


@routing_cli.command("explain")
def routing_explain(number: str) -> None:
    """Print why a report lies where it lies: the rule, what it compared, why not the earlier ones."""
    from sorot.rules import explain

    opened()
    found = explain(number)
    raise typer.Exit(_say(found or f"There is no report {number}.", code=0 if found else 1))


@routing_cli.command("export")
def routing_export() -> None:
    """Print the rules that hold, as YAML."""
    from sorot.rules import export

    opened()
    typer.echo(export(), nl=False)


@admin_cli.command("create")
def admin_create(
    username: str,
    name: Annotated[str, typer.Option(prompt="Full name")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make the first admin (or another one)."""
    from accounts import officers
    from storage import clock, db

    opened()
    try:
        with db.transaction() as tx:
            officers.create(tx, username=username, name=name, role="admin", agency_code=None,
                            password=password, now=clock.now())  # fmt: skip
    except officers.OfficerRefused as refusal:
        raise typer.Exit(_say(str(refusal), code=2)) from None
    typer.echo(f"Admin {username} can sign in at {Settings().address}/masuk")


@cli.command()
def demo(
    clear: Annotated[bool, typer.Option("--clear", help="Remove the demo city.")] = False,
    reports: Annotated[int, typer.Option(min=0, help="Beside it so many reports of two years.")] = 0,
) -> None:
    """Fill in the demo city: reports in every state, gauges with history, cameras, officers."""
    from sorot.demo import clear_demo, make_demo
    from sorot.demo.many import NotEmpty, make_many

    settings = opened()
    typer.echo(clear_demo(settings) if clear else make_demo(settings))
    if reports and not clear:
        try:
            typer.echo(make_many(reports))
        except NotEmpty:
            why = "Nothing was made: people's reports are here, or many were made before."
            raise typer.Exit(_say(why, code=1)) from None


@cli.command()
def replay(file: File, limit: Annotated[int, typer.Option(help="Rows to play; 0: all.")] = 0) -> None:
    """Speak each row (columns text[, lat, lon]) as a resident through the web chat, and measure."""
    from sorot.replay import run

    raise typer.Exit(run(file, Settings(), limit=limit))


@cli.command()
def doctor() -> None:
    """Check settings, clocks, space, certificate, backups, queues and database; say what to do."""
    from sorot.doctor import run

    run()


@cli.command()
def health(role: Annotated[str, typer.Argument(help="web, worker, beat, bot or sensors")] = "web") -> None:
    """Exit 0 when the role on this machine is fit, 1 with the reason otherwise."""
    from sorot.alive import check

    reason = check(role, Settings())
    raise typer.Exit(_say(reason or f"{role} is fit", code=1 if reason else 0))
