"""`sorot up`: everything in one process, for a laptop, a kelurahan, or a first look."""

import logging

import typer

from sorot import logs, prepare, roles, set_up, watched
from sorot.settings import Settings
from sorot.supervise import Supervisor, every
from sorot.work import HOUSEKEEPING_EVERY

log = logging.getLogger(__name__)


def run(settings: Settings, *, demo_if_empty: bool = False) -> None:
    """Serve until Ctrl-C. Prints where to look and, where demo data is loaded, how to sign in."""
    from sorot.demo import demo_logins, is_empty, make_demo

    settings.check()
    logs.begin(settings, "up")
    watched.trace(settings, "up")
    typer.echo(f"Sorot is starting; its data lives in {settings.home.absolute()}")
    set_up.until_founded(settings)
    prepare.open_database(settings)
    supervisor = Supervisor()
    roles.start_mqtt_broker(settings, supervisor)
    roles.start_sensors(settings, supervisor)
    work = roles.start_work(settings, supervisor)
    if demo_if_empty and is_empty():
        typer.echo("The home is empty: loading the demo city")
        typer.echo(make_demo(settings))
    if settings.broker_url:
        roles.start_beat(settings, supervisor)
    else:
        supervisor.start("timetable", every(HOUSEKEEPING_EVERY, work.housekeeping))
    if settings.telegram_token.get_secret_value():
        roles.start_bot(settings, supervisor)
    typer.echo(greeting(settings, demo_logins()))
    roles.web(settings, supervisor=supervisor)
    typer.echo("Sorot has stopped")


def greeting(settings: Settings, logins: list[dict[str, str]]) -> str:
    """The addresses, the state of the channels and the demo logins, as text for the terminal."""
    bot = "running" if settings.telegram_token.get_secret_value() else "off (set SOROT_TELEGRAM_TOKEN)"
    whatsapp = "ready" if settings.whatsapp_token.get_secret_value() else "off (set SOROT_WHATSAPP_TOKEN)"
    lines = [
        "",
        "Sorot is running",
        f"  chat as a resident   {settings.address}/",
        f"  officers sign in     {settings.address}/masuk",
        f"  command centre       {settings.address}/poc",
        f"  Telegram bot         {bot}",
        f"  WhatsApp             {whatsapp}",
        f"  MQTT for gauges      {settings.mqtt_url or f'mqtt://127.0.0.1:{settings.mqtt_port}'}",
        "",
    ]
    if logins:
        lines.append("Demo logins (they go with `sorot demo --clear`):")
        lines += [f"  {login['username']:<12} {login['password']:<18} {login['name']}" for login in logins]
    else:
        lines.append("No officer can sign in yet? Make the first admin: sorot admin create USERNAME")
    return "\n".join([*lines, "", "Ctrl-C stops it.", ""])
