"""The MQTT broker inside `sorot up` (amqtt): for one machine without Mosquitto.

Every client gives a name and a secret; there is no anonymous one (`sensors/broker_door.py`). MQTT 3.1.1
without TLS, so it listens on this machine only unless told otherwise. Its promises are weaker than
Mosquitto's, which production uses: sessions live in memory, an unacknowledged message is not sent again, and
a client that publishes a flood and leaves at once takes its last messages with it, although they were
acknowledged (423 of 2,000 with amqtt 0.12; none where each client sends one reading and leaves).
"""

import asyncio
import logging
import threading
from typing import Any
from urllib.parse import quote

from storage.stopping import until_set

READER = "sorot"  # the name the product itself signs in with


def url_for(port: int, secret: str) -> str:
    """The address with which the product itself connects to the embedded broker."""
    return f"mqtt://{READER}:{quote(secret, safe='')}@127.0.0.1:{port}"


def run(stop: threading.Event, *, port: int, secret: str, host: str = "127.0.0.1") -> None:
    """Serve until `stop` is set; `secret` is the product's own. OSError when the port is taken."""
    asyncio.run(serve(stop, port=port, secret=secret, host=host))


async def serve(
    stop: threading.Event,
    *,
    port: int,
    secret: str,
    host: str = "127.0.0.1",
    ready: threading.Event | None = None,
) -> None:
    """As `run`, inside a running loop; sets `ready` once it listens."""
    from amqtt.errors import BrokerError

    from sensors.broker_door import GuardedBroker  # amqtt is slow to import and not needed beside Mosquitto

    if not secret:
        raise ValueError("the MQTT broker does not run without a secret")
    _quieten()
    broker = GuardedBroker(_config(host, port, secret))
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


def _config(host: str, port: int, secret: str) -> dict[str, Any]:
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"{host}:{port}"}},
        "plugins": {"sensors.broker_door.BrokerDoor": {"reader_secret": secret}},
    }
