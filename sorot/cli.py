"""The `sorot` command. Each command imports what it needs when it runs, so that `--help` is quick."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sorot import backup, memory
from sorot.audit import audit_cli
from sorot.config import config_cli
from sorot.measuring import add_to
from sorot.officers import officer_cli
from sorot.programs import open311_cli
from sorot.settings import Settings

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
sensors_cli = typer.Typer(invoke_without_command=True, help="Take readings from MQTT, or replay a file.")
add_to(sensors_cli)
area_cli = typer.Typer(no_args_is_help=True, help="Kecamatan and kelurahan.")
admin_cli = typer.Typer(no_args_is_help=True, help="Officers who sign in.")
nlu_cli = typer.Typer(no_args_is_help=True, help="Understanding: training and measuring.")
routing_cli = typer.Typer(no_args_is_help=True, help="Who answers for a report, and why.")
gazetteer_cli = typer.Typer(no_args_is_help=True, help="The places residents name.")
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
):
    cli.add_typer(group, name=name)
backup.add_to(cli)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def main() -> None:
    """Entry point of the `sorot` command."""
    os.umask(0o077)  # residents' words and pictures are for this user alone, whatever writes them
    memory.few_arenas()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    cli()


def _serving() -> Settings:
    """Settings of a role that serves: checked, with the database open."""
    from sorot import prepare

    settings = Settings()
    settings.check()
    prepare.open_database(settings)
    return settings


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
    from sorot import roles
    from sorot.supervise import Supervisor

    settings = _serving()
    roles.ring_only(settings)
    supervisor = Supervisor()
    roles.start_webhook(settings, supervisor)
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
    from sorot import roles
    from sorot.supervise import Supervisor

    settings = _serving()
    roles.ring_only(settings)
    supervisor = Supervisor()
    getattr(roles, starter)(settings, supervisor)
    typer.echo(f"sorot {role} is running (Ctrl-C ends it)")
    roles.run_until_signal(supervisor, heartbeat=settings.home / f"alive-{role}")


def _say(text: str, *, code: int = 0) -> int:
    typer.echo(text, err=code != 0)
    return code


@contextmanager
def _refusals() -> Iterator[None]:
    """No model, or a file without the columns: one sentence and exit code 2 instead of a traceback."""
    from nlu.cards import ModelMissing

    try:
        yield
    except (ModelMissing, ValueError) as refusal:
        raise typer.Exit(_say(str(refusal), code=2)) from None


@sensors_cli.command("replay")
def sensors_replay(
    file: File,
    speed: Annotated[float, typer.Option(help="Times faster than life; 0: as fast as possible.")] = 600,
    original_times: Annotated[bool, typer.Option(help="Keep the file's own times.")] = False,
) -> None:
    """Play a file of gauge readings through the MQTT broker as if it happened now."""
    from sensors.replay import replay
    from sorot import roles

    settings = _serving()
    replay(file, speed=speed or None, mqtt_url=roles.mqtt_url(settings), original_times=original_times,
           echo=typer.echo)  # fmt: skip


@sensors_cli.command("token")
def sensors_token(code: str) -> None:
    """Give a gauge a new secret for sending its readings, over HTTP and MQTT; shown once."""
    from sensors.credentials import issue_token
    from storage import clock, db

    _serving()
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

    _serving()
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
        result = import_areas(file, out or Settings().city)
    except BadInput as refusal:
        raise typer.Exit(_say(f"{refusal.sentence} {refusal.detail}", code=2)) from None
    describe(result, typer.echo)


@routing_cli.command("explain")
def routing_explain(number: str) -> None:
    """Print why a report lies where it lies: the rule, what it compared, why not the earlier ones."""
    from sorot.rules import explain

    _serving()
    found = explain(number)
    raise typer.Exit(_say(found or f"There is no report {number}.", code=0 if found else 1))


@routing_cli.command("export")
def routing_export() -> None:
    """Print the rules that hold, as YAML."""
    from sorot.rules import export

    _serving()
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

    _serving()
    try:
        with db.transaction() as tx:
            officers.create(tx, username=username, name=name, role="admin", agency_code=None,
                            password=password, now=clock.now())  # fmt: skip
    except officers.OfficerRefused as refusal:
        raise typer.Exit(_say(str(refusal), code=2)) from None
    typer.echo(f"Admin {username} can sign in at {Settings().address}/masuk")


@cli.command()
def demo(clear: Annotated[bool, typer.Option("--clear", help="Remove the demo city.")] = False) -> None:
    """Fill in the demo city: reports in every state, gauges with history, cameras, officers."""
    from sorot.demo import clear_demo, make_demo

    settings = _serving()
    typer.echo(clear_demo(settings) if clear else make_demo(settings))


@cli.command()
def replay(file: File, limit: Annotated[int, typer.Option(help="Rows to play; 0: all.")] = 0) -> None:
    """Speak each row (columns text[, lat, lon]) as a resident through the web chat, and measure."""
    from sorot.replay import run

    raise typer.Exit(run(file, Settings(), limit=limit))


@cli.command()
def health(role: Annotated[str, typer.Argument(help="web, worker, beat, bot or sensors")] = "web") -> None:
    """Exit 0 when the role on this machine is fit, 1 with the reason otherwise."""
    from sorot.alive import check

    reason = check(role, Settings())
    raise typer.Exit(_say(reason or f"{role} is fit", code=1 if reason else 0))


@gazetteer_cli.command("build")
def gazetteer_build(
    lists: Annotated[Path, typer.Argument(exists=True, help="Folder of CSV and GeoJSON lists, or one.")],
    out: Annotated[Path | None, typer.Option(help="Gazetteer folder; default: the shipped one.")] = None,
) -> None:
    """Add a city's lists of schools, health posts, estates and streets (docs/extend-the-gazetteer.md)."""
    from nlu.gazetteer import FOLDER
    from sorot.gazetteer import build

    with _refusals():
        names = build(lists, city=Settings().city, out=out or FOLDER, say=typer.echo)
    typer.echo(f"the gazetteer finds {names} names")


@nlu_cli.command("train")
def nlu_train(
    archive: Annotated[
        Path | None, typer.Option(help="The city's own archive: columns text,category.")
    ] = None,
    if_missing: Annotated[bool, typer.Option(help="Do nothing where a model is there already.")] = False,
) -> None:
    """Train the embedded model, measure it, and keep it if it is better."""
    from nlu.cli import train

    with _refusals():
        train(Settings().home, archive=archive, if_missing=if_missing, say=typer.echo)


@nlu_cli.command("archive")
def nlu_archive(
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    reason: Annotated[str, typer.Option(help="Kept in the event log.")] = "Melatih pemahaman",
) -> None:
    """Write what officers corrected or worked off as training rows, for `nlu train --archive`."""
    from sorot.archive import write_archive
    from storage import clock

    _serving()
    rows, corrected = write_archive(file, reason=reason, now=clock.now())
    typer.echo(f"{rows} rows written to {file}, {corrected} of them corrected by officers")


@nlu_cli.command("evaluate")
def nlu_evaluate(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures and tables here.")] = None,
) -> None:
    """Measure the model on a file with columns text,category."""
    from nlu.cli import evaluate

    with _refusals():
        evaluate(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-complaints")
def nlu_evaluate_complaints(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how complaints are told from talk, on a file with columns text,label (keluhan or else)."""
    from nlu.cli import evaluate_complaints

    with _refusals():
        evaluate_complaints(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-danger")
def nlu_evaluate_danger(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how dangers are found, on a file with columns text,kind (empty: none)."""
    from nlu.cli import evaluate_danger

    with _refusals():
        evaluate_danger(Settings().home, file, json_out=json, say=typer.echo)


@nlu_cli.command("evaluate-places")
def nlu_evaluate_places(
    file: File,
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
) -> None:
    """Measure how places are found, on a file with columns text,kelurahan,lat,lon (kelurahan empty: outside).

    rows; of all rows: decided; of those: right_when_decided, within_1500_m (of the ones with a position); of
    the rows in the city: recall (decided and right), offered_with_truth (taken or offered); of the rows
    outside: outside_right.
    """
    from nlu.cli import evaluate_places

    with _refusals():
        evaluate_places(file, json_out=json, say=typer.echo)


@nlu_cli.command("corpus")
def nlu_corpus(folder: Annotated[Path, typer.Argument(help="Folder to write to.")]) -> None:
    """Write the training sentences for Rasa (Sorot itself grows them from the grammar when it trains)."""
    from nlu.cli import corpus

    corpus(folder, say=typer.echo)


@nlu_cli.command("weigh")
def nlu_weigh() -> None:
    """Weigh the words of complaints and talk anew, after a change of nlu/data/grammar or nlu/data/talk."""
    from nlu.cli import weigh

    weigh(say=typer.echo)


@nlu_cli.command("restore")
def nlu_restore() -> None:
    """Go back to the model before this one."""
    from nlu.cli import restore

    with _refusals():
        restore(Settings().home, say=typer.echo)
