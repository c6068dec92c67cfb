"""A RabbitMQ of a test's own: node, name server (epmd), ports and data are nobody else's."""

import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import Server, free_port, listens, memory_folder, program, wait_until

STARTS = "/usr/lib/rabbitmq/bin/rabbitmq-server"  # the one on the path goes through `su`: another process id


class Epmd(Server):
    """Erlang's name server. One that is started by a node stays behind when the node has ended."""

    def command(self) -> list[str]:
        binary = program("epmd", package="rabbitmq-server")
        return [binary, "-port", str(self.port), "-address", "127.0.0.1"]


class RabbitMQ(Server):
    """RabbitMQ on 127.0.0.1 with its counters; killed and started again it keeps what was durable."""

    up_within = 120
    names: Epmd

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder=folder)
        self.counters_at, self.peers_at = free_port(), free_port()

    def command(self) -> list[str]:
        program("rabbitmq-server", package="rabbitmq-server")
        lines = [
            f"listeners.tcp.1 = 127.0.0.1:{self.port}",
            f"prometheus.tcp.port = {self.counters_at}", "prometheus.tcp.ip = 127.0.0.1",
            "log.console = true", "log.file = false",
        ]  # fmt: skip
        (self.folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (self.folder / "plugins").write_text("[rabbitmq_prometheus].\n")
        places = {
            "HOME": self.folder,  # of the cookie
            "ERL_EPMD_PORT": self.names.port,
            "RABBITMQ_NODENAME": f"sorot{self.port}@localhost",
            "RABBITMQ_DIST_PORT": self.peers_at,
            "RABBITMQ_CONF_ENV_FILE": self.folder / "none",
            "RABBITMQ_CONFIG_FILE": self.folder / "rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder / "plugins",
            "RABBITMQ_MNESIA_BASE": self.folder / "data",
            "RABBITMQ_LOG_BASE": self.folder / "log",
            "RABBITMQ_ALLOW_INPUT": 1,  # the script becomes the node: its process id is ours to end
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none",
        }
        return ["env", *(f"{name}={value}" for name, value in places.items()), STARTS, "-noinput"]

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def ready(self) -> bool:
        return listens(self.port) and listens(self.counters_at)

    def kill(self) -> None:
        """SIGKILL; gone from the name server as well when this returns, so that `start` may take the name."""
        super().kill()
        asked = [program("epmd", package="rabbitmq-server"), "-port", str(self.names.port), "-names"]
        name = f"sorot{self.port} "
        wait_until(
            lambda: name not in subprocess.run(asked, capture_output=True, text=True, check=False).stdout,
            seconds=10, what="the name of a killed node is still taken",
        )  # fmt: skip

    def counted(self, name: str) -> int:
        """One of its own counters since it was started, e.g. `messages_received_total`."""
        address = f"http://127.0.0.1:{self.counters_at}/metrics"
        text = urllib.request.urlopen(address, timeout=10).read().decode()
        lines = [line.split() for line in text.splitlines() if line.startswith(f"rabbitmq_global_{name}")]
        return sum(int(float(line[-1])) for line in lines)


@contextmanager
def rabbitmq() -> Iterator[RabbitMQ]:
    """Both started; ended and their folder removed afterwards."""
    folder = memory_folder("sorot-rabbit-")
    try:
        names = Epmd(folder=folder / "names")
        names.folder.mkdir()
        node = RabbitMQ(folder=folder)
        node.names = names
        try:
            names.start()
            yield node.start()
        finally:
            node.stop()
            names.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
