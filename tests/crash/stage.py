"""The product as it is put up to be killed, with the channels' platforms beside it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage import db
from tests.crash.doors import Door, TelegramDoor, WhatsAppDoor
from tests.crash.web_door import WebDoor
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.servers import Role, fit, free_port

SECRET = "rahasia-uji-webhook-0123456789"
APP_SECRET, WORD = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "kata-rahasia-kota"
ALL = ("telegram", "whatsapp", "web")


@dataclass(frozen=True, repr=False)
class Stage:
    """The running roles and the doors into them."""

    roles: list[Role]
    doors: list[Door]
    telegram: TelegramApi
    whatsapp: WhatsAppApi

    @property
    def site(self) -> str:
        """The address of the role that serves HTTP; empty when none does."""
        return next((role.address for role in self.roles if role.arguments[0] in ("web", "up")), "")


def platforms(telegram: TelegramApi, whatsapp: WhatsAppApi) -> dict[str, str]:
    """What a role is told of the channels' platforms, and a port of its own for gauges."""
    return {
        "SOROT_TELEGRAM_TOKEN": telegram.token,
        "SOROT_TELEGRAM_API_BASE": telegram.url,
        "SOROT_WHATSAPP_TOKEN": whatsapp.token,
        "SOROT_WHATSAPP_PHONE_ID": whatsapp.phone_id,
        "SOROT_WHATSAPP_APP_SECRET": APP_SECRET,
        "SOROT_WHATSAPP_VERIFY_TOKEN": WORD,
        "SOROT_WHATSAPP_API_BASE": whatsapp.url,
        "SOROT_MQTT_PORT": str(free_port()),
    }


@contextmanager
def embedded(
    home: Path, *, channels: Sequence[str] = ALL, extra: dict[str, str] | None = None, kind: type[Role] = Role
) -> Iterator[Stage]:
    """`sorot up` on SQLite: web, worker and sender die together. Telegram is polled."""
    with TelegramApi() as telegram, WhatsAppApi() as whatsapp:
        role = kind("up", folder=home, settings=platforms(telegram, whatsapp) | (extra or {}))
        db.configure(f"sqlite:///{home / 'sorot.db'}")
        with _running([role]):
            yield Stage([role], _doors(channels, role, telegram, whatsapp), telegram, whatsapp)
        db.dispose()


@contextmanager
def spread(
    home: Path,
    *,
    database: str,
    broker: str,
    channels: Sequence[str] = ALL,
    extra: dict[str, str] | None = None,
    also: Sequence[str] = (),
    kind: type[Role] = Role,
) -> Iterator[Stage]:
    """Web and two workers (a sender in each) as processes of their own on PostgreSQL and Redis.

    also: more roles beside them. Channel `polling` is Telegram asked by the role `bot`; `telegram` is pushed
    to the webhook of `web`.
    """
    polling = "polling" in channels
    with TelegramApi() as telegram, WhatsAppApi() as whatsapp:
        settings = platforms(telegram, whatsapp) | {
            "SOROT_DATABASE_URL": database,
            "SOROT_BROKER_URL": broker,
            "SOROT_SECRET_KEY": "k" * 40,
            "SOROT_MEDIA_URL": str(home / "media"),
            "SOROT_TELEGRAM_SECRET": SECRET,
        }
        roles = []
        for name in ("bot" if polling else "web", "worker-1", "worker-2", *also):
            (home / name).mkdir()
            role = name.partition("-")[0]
            roles.append(kind(role, folder=home / name, settings=settings | (extra or {})))
        db.configure(database)
        with _running(roles):
            doors = _doors(channels, roles[0], telegram, whatsapp)
            if not polling:
                hook = {"url": f"{roles[0].address}/hook/telegram", "secret_token": SECRET}
                telegram.perform("setWebhook", hook)
            yield Stage(roles, doors, telegram, whatsapp)


def _doors(channels: Sequence[str], site: Role, telegram: TelegramApi, whatsapp: WhatsAppApi) -> list[Door]:
    doors: list[Door] = []
    if "telegram" in channels or "polling" in channels:
        doors.append(TelegramDoor(telegram))
    if "whatsapp" in channels:
        whatsapp.webhook(f"{site.address}/hook/whatsapp", secret=APP_SECRET, word=WORD)
        doors.append(WhatsAppDoor(whatsapp))
    if "web" in channels:
        doors.append(WebDoor(site.address))
    return doors


@contextmanager
def _running(roles: list[Role]) -> Iterator[None]:
    """All of them started side by side; ended kindly."""
    with ExitStack() as stack:
        for role in roles:
            stack.callback(role.stop)
            role.begin()
        for role in roles:
            role.until(fit, seconds=300)
        yield
