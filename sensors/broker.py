"""The MQTT broker inside `sorot up` (amqtt): for one machine without Mosquitto.

Every client gives a name and a secret; there is no anonymous one. MQTT 3.1.1 without TLS, so it listens on
this machine only unless told otherwise. Its promises are weaker than Mosquitto's, which production uses:
sessions live in memory, an unacknowledged message is not sent again, and a client that publishes a flood and
leaves at once takes its last messages with it, although they were acknowledged (423 of 2,000 with amqtt 0.12;
none where each client sends one reading and leaves, as gauges do).
"""

import asyncio
import hmac
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from amqtt.contexts import Action
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin

from sensors.stopping import until_set

if TYPE_CHECKING:
    from amqtt.session import Session

READER, GAUGE = "sorot", "gauge"


@dataclass(frozen=True)
class Users:
    """The two secrets of the broker: `sorot` reads and writes (the product), `gauge` writes readings only."""

    reader_secret: str
    gauge_secret: str

    def __post_init__(self) -> None:
        if not self.reader_secret or not self.gauge_secret:
            raise ValueError("the MQTT broker does not run without secrets")


class Door(BaseAuthPlugin, BaseTopicPlugin):
    """amqtt's question who may come in, and who may do what with which topic."""

    @dataclass
    class Config:
        """Secrets by user name."""

        secrets: dict[str, str]

    async def authenticate(self, *, session: "Session") -> bool:
        """True for a known name with its secret."""
        secret = self.config.secrets.get(session.username or "")
        given = (session.password or "").encode()
        return secret is not None and hmac.compare_digest(secret.encode(), given)

    async def topic_filtering(
        self, *, session: "Session | None" = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """The product may do all; a gauge may publish readings and listen to nothing."""
        if session is None or session.username == READER:
            return True
        parts = (topic or "").split("/")
        is_reading = len(parts) == 4 and parts[:2] == ["sorot", "sensor"] and parts[3] == "reading"
        return session.username == GAUGE and action == Action.PUBLISH and is_reading


def url_for(port: int, users: Users) -> str:
    """The address with which the product itself connects to the embedded broker."""
    return f"mqtt://{READER}:{quote(users.reader_secret, safe='')}@127.0.0.1:{port}"


def run(stop: threading.Event, *, port: int, users: Users, host: str = "127.0.0.1") -> None:
    """Serve until `stop` is set. OSError when the port is taken."""
    asyncio.run(serve(stop, port=port, users=users, host=host))


async def serve(
    stop: threading.Event,
    *,
    port: int,
    users: Users,
    host: str = "127.0.0.1",
    ready: threading.Event | None = None,
) -> None:
    """As `run`, inside a running loop; sets `ready` once it listens."""
    from amqtt.broker import Broker
    from amqtt.errors import BrokerError

    _quieten()
    broker = Broker(_config(host, port, users))
    try:
        await broker.start()
    except BrokerError as error:
        raise OSError(f"MQTT broker cannot listen on {host}:{port}: {error}") from error
    if ready:
        ready.set()
    try:
        await until_set(stop)
    finally:
        await broker.shutdown()


def _quieten() -> None:
    """amqtt logs a traceback for every message unacknowledged for five seconds; a failed start is raised."""
    for name, level in (
        ("amqtt", logging.ERROR),
        ("amqtt.broker", logging.CRITICAL),
        ("transitions", logging.WARNING),
    ):
        logging.getLogger(name).setLevel(level)


def _config(host: str, port: int, users: Users) -> dict[str, Any]:
    secrets = {READER: users.reader_secret, GAUGE: users.gauge_secret}
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"{host}:{port}"}},
        "plugins": {"sensors.broker.Door": {"secrets": secrets}},
    }
