"""The roles a process can play. `up` plays all of them at once, in threads.

Celery is imported only where a broker is set: the embedded product rings its own threads. Telegram's library
is imported only where a token is set.
"""

import logging
import signal
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from bot.channels.outcomes import Channel
from bot.channels.web.push import Pusher
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.transcription import HttpTranscriber
from sensors import broker, mosquitto, mqtt
from sensors.cameras.snapping import Snapper
from sensors.feeds.running import Feeds
from sensors.sta.publishing import StaPublisher
from sorot import alive, memory, prepare, watched
from sorot.analysing import Nightly
from sorot.kept_secret import kept_secret
from sorot.learning import LOOKED_EVERY, Learner
from sorot.officer_news import OfficerNewsRound, carriers
from sorot.settings import Settings
from sorot.supervise import Supervisor, every
from sorot.webhooks import WebhookRound
from sorot.work import Work
from storage import bells, clock, limits, media
from storage.trace import heads

log = logging.getLogger(__name__)


def channels(settings: Settings) -> dict[str, Channel]:
    """The channels that can send, by name: those whose token is set."""
    found: dict[str, Channel] = {}
    store = media.from_url(settings.media)
    if token := settings.telegram_token.get_secret_value():
        from bot.channels.telegram.channel import TelegramChannel

        base, site = settings.telegram_api_base, settings.public_url or None
        found["telegram"] = TelegramChannel(token, base=base, site=site, media=store)
    if token := settings.whatsapp_token.get_secret_value():
        base, site = settings.whatsapp_api_base, settings.public_url or None
        phone = settings.whatsapp_phone_id
        found["whatsapp"] = WhatsAppChannel(token, phone, base=base, site=site, media=store)
    return found


class _Server(uvicorn.Server):
    """uvicorn that tells `supervisor` of a signal at once, so that all end side by side."""

    def __init__(self, config: uvicorn.Config, supervisor: Supervisor | None) -> None:
        super().__init__(config)
        self.supervisor = supervisor

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.supervisor:
            self.supervisor.stop.set()
        super().handle_exit(sig, frame)


def web(settings: Settings, *, supervisor: Supervisor | None = None) -> None:
    """Serve HTTP until SIGINT or SIGTERM; ends `supervisor`'s services as well.

    UnsafeSettings when the demo city would be served to the public.
    """
    from sorot.asgi import create_app  # every door there is: a second that roles without any do not wait

    if settings.in_public:
        from sorot.demo import refuse_in_public

        refuse_in_public(settings)
    traced = watched.trace(settings, "web")
    app: ASGIApp = create_app(settings, traced.of_requests if traced else None)
    if supervisor:
        app = watched.start(settings, supervisor, "web", app) or app
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="warning",
        proxy_headers=True, server_header=False, timeout_graceful_shutdown=2,
    )  # fmt: skip
    if supervisor:
        supervisor.start("memory", every(memory.GIVE_BACK_EVERY, memory.give_back))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or uvicorn's second SIGTERM ends us below
    try:
        _Server(config, supervisor).run()
    except KeyboardInterrupt:
        log.debug("interrupted")  # uvicorn raises the signal again once it has shut down in order
    finally:
        if supervisor and (hanging := supervisor.end()):
            log.warning("did not end in time: %s", ", ".join(hanging))


def start_work(settings: Settings, supervisor: Supervisor) -> Work:
    """Bells, sweepers, sender and pictures, under `supervisor`."""
    limits.configure(settings.limits)
    engine = prepare.engine_for(settings, log.info)
    heard_by = HttpTranscriber(settings.transcribe_url) if settings.transcribe_url else None
    traced = (settings.home / heads.FOLDER, settings.signing)
    news = OfficerNewsRound(carriers(settings), clock.now)
    store = media.from_url(settings.media)
    feeds = Feeds(store, settings.secret, settings.reach)
    called = WebhookRound(settings.secret, clock.now, settings.trusted_hosts)
    work = Work(
        engine, store, channels(settings), heard_by, news=news, feeds=feeds, webhooks=called,
        cameras=Snapper(store, settings.secret, settings.reach, settings.camera_hours),
        pusher=Pusher(settings.secret, settings.address, clock.now),
        traced=traced, nightly=Nightly(),
    )  # fmt: skip
    work.start(supervisor)
    learner = Learner(settings.home, lambda: work.use(prepare.engine_for(settings, log.info)), work.clock)
    supervisor.start("learning", every(LOOKED_EVERY, learner.look))
    supervisor.start("sign of life", every(alive.BEAT_EVERY, lambda: alive.beat("worker")))
    if settings.backup_folder:
        start_backups(settings, supervisor)
    if not settings.broker_url:
        bells.on_ring(work.ring)
        return work
    from sorot import jobs, worker

    app = jobs.make_celery(settings)
    jobs.serve(app, work)
    bells.on_ring(work.ringer(jobs.ringer(app)))
    supervisor.start("bells", lambda stop: worker.run_worker(app, stop))
    return work


def start_backups(settings: Settings, supervisor: Supervisor) -> None:
    """Backups by timetable, in a thread of their own: a long one holds up nothing else."""
    from sorot import backups_kept

    store = media.from_url(settings.media)
    look = every(backups_kept.LOOK_EVERY, lambda: backups_kept.look(settings, store, clock.now))
    supervisor.start("backups", look)


def start_beat(settings: Settings, supervisor: Supervisor) -> None:
    """The timetable."""
    from sorot import jobs, worker

    app = jobs.make_celery(settings)
    supervisor.start("timetable", lambda stop: worker.run_beat(app, stop))


def start_bot(settings: Settings, supervisor: Supervisor) -> None:
    """Telegram's long polling; the webhook of `web` does the same where the city has a public address."""
    from bot.channels.telegram import polling
    from bot.channels.telegram.api import BotApi
    from bot.channels.telegram.setup import announce_menu

    token, base = settings.telegram_token.get_secret_value(), settings.telegram_api_base
    supervisor.start("telegram", lambda stop: polling.run(stop, token=token, api_base=base))
    supervisor.start("telegram menu", lambda stop: announce_menu(BotApi(token, base)), task=True)


def start_webhook(settings: Settings, supervisor: Supervisor) -> None:
    """Have Telegram push updates to our public address, where a token, a secret and an address are set."""
    token, secret = settings.telegram_token.get_secret_value(), settings.telegram_secret.get_secret_value()
    if token and secret and settings.public_url:
        from bot.channels.telegram.api import BotApi
        from bot.channels.telegram.setup import announce_webhook

        api = BotApi(token, settings.telegram_api_base)
        supervisor.start(
            "telegram webhook",
            lambda stop: announce_webhook(api, site=settings.public_url, secret=secret),
            task=True,
        )


def start_sensors(settings: Settings, supervisor: Supervisor) -> None:
    """The MQTT client that takes gauges' readings."""
    identifier = mqtt.reader_id(settings.secret)
    supervisor.start("gauges", lambda stop: mqtt.run(stop, mqtt_url(settings), identifier=identifier))
    start_publishing(settings, supervisor)
    if settings.mqtt_passwords:
        file = settings.mqtt_passwords
        supervisor.start("mqtt passwords", lambda stop: mosquitto.keep(stop, file))


def start_publishing(settings: Settings, supervisor: Supervisor) -> None:
    """What this process commits of observations, to who subscribed to it (SensorThings over MQTT)."""
    publisher = StaPublisher(mqtt_url(settings), address=settings.address)
    supervisor.start("observations", publisher.run)


def start_mqtt_broker(settings: Settings, supervisor: Supervisor) -> None:
    """The embedded broker of `sorot up`; none when SOROT_MQTT_URL names a real one."""
    if settings.mqtt_url:
        return
    secret = mqtt_secret(settings)
    supervisor.start("mqtt", lambda stop: broker.run(stop, port=settings.mqtt_port, secret=secret))


def mqtt_secret(settings: Settings) -> str:
    """With which the product itself signs in at the embedded broker; each gauge has one of its own."""
    return kept_secret(settings.home / "mqtt_secret")


def mqtt_url(settings: Settings) -> str:
    """Where readings come from: the city's broker, or the embedded one."""
    return settings.mqtt_url or broker.url_for(settings.mqtt_port, mqtt_secret(settings))


def ring_only(settings: Settings) -> None:
    """Hang the bell of a process that works on nothing itself."""
    if settings.broker_url:
        from sorot import jobs

        bells.on_ring(jobs.ringer(jobs.make_celery(settings)))


def run_until_signal(supervisor: Supervisor, *, heartbeat: Path) -> None:
    """Block until SIGINT or SIGTERM, then end everything in order. `heartbeat` is touched meanwhile."""

    def stop(signum: int, frame: object) -> None:
        supervisor.stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not supervisor.stop.wait(1.0):  # a wait without end would not let the signal's handler run
        if supervisor.well():
            heartbeat.touch()
    if hanging := supervisor.end():
        log.warning("did not end in time: %s", ", ".join(hanging))
