"""Hosts of a small network in this machine: name spaces behind a bridge, each with a cable and a clock.

Servers, platforms and the balancer stand in the test's own name space, at the bridge's address. That, and
being root to make it, is Linux's.
"""

import itertools
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

import pytest

from tests.servers import PgBouncer, Postgres, Redis, Role

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
NET = f"10.{200 + os.getpid() % 50}.{os.getpid() // 50 % 250}"
HERE = f"{NET}.1"
HOSTS = tuple(f"{NET}.{10 + number}" for number in (1, 2))
NAME = f"sr{os.getpid() % 100_000}"  # what this run's links and name spaces begin with
# As docs/scale.md has them: a client's machine that died is known after half a minute.
GIVEN_UP = {"tcp_user_timeout": 30_000, "tcp_keepidle": 10, "tcp_keepintvl": 5}


def ip(*arguments: str) -> None:
    """The command `ip`; CalledProcessError where it is not allowed."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def network() -> Iterator[None]:
    """The bridge; skips where one may not make it."""
    try:
        ip("link", "add", NAME, "type", "bridge")
        ip("netns", "add", f"{NAME}-try")
    except (OSError, subprocess.CalledProcessError) as refused:
        subprocess.run(["ip", "link", "del", NAME], check=False, capture_output=True)
        pytest.skip(f"network name spaces cannot be made here: {refused}")
    try:
        ip("netns", "del", f"{NAME}-try")
        ip("addr", "add", f"{HERE}/24", "dev", NAME)
        ip("link", "set", NAME, "up")
        yield
    finally:
        ip("link", "del", NAME)


class Host:
    """A machine: its roles' processes, its cable, its clock (`ahead` seconds)."""

    def __init__(self, number: int, *, ahead: int = 0) -> None:
        self.number, self.ahead = number, ahead
        self.name, self.cable = f"{NAME}-{number}", f"{NAME}v{number}"
        self.address = HOSTS[number - 1]
        self.roles: list[HostRole] = []

    def build(self) -> None:
        """Connected to the bridge, nothing runs."""
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("link", "set", self.cable, "master", NAME, "up")
        ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            ip("-n", self.name, "link", "set", link, "up")

    def cut(self) -> None:
        """Its cable is pulled: nothing goes in or out, and nobody is told."""
        ip("link", "set", self.cable, "down")

    def mend(self) -> None:
        """It is in again."""
        ip("link", "set", self.cable, "up")

    def pids(self) -> list[int]:
        """Everything that runs on it."""
        found = subprocess.run(["ip", "netns", "pids", self.name], check=True, capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def signal(self, which: signal.Signals) -> None:
        """SIGSTOP freezes it, SIGCONT lets it go on as if no time had passed."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, which)

    def die(self) -> None:
        """Without power: its processes end, and no peer hears a last word of its connections."""
        self.cut()
        for role in self.roles:
            role.kill()
        self.gone()

    def gone(self) -> None:
        """Its name space and cable go."""
        ip("link", "del", self.cable)
        ip("netns", "del", self.name)


class HostRole(Role):
    """A role of the product on a host."""

    host: Host

    def placed(self, host: Host) -> "HostRole":
        """On this host, with its clock."""
        self.host = host
        self.through = ("nsenter", f"--net=/run/netns/{host.name}")
        self.env |= {"SOROT_HOST": "0.0.0.0", "FORWARDED_ALLOW_IPS": HERE}  # noqa: S104 - within its name space
        if host.ahead:
            clock = {"FAKETIME": f"+{host.ahead}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
            self.env |= {"LD_PRELOAD": FAKETIME, **clock}
        host.roles.append(self)
        return self

    @property
    def address(self) -> str:
        return f"http://{self.host.address}:{self.port}"


class Balancer:
    """One address for several webs: connections by turns; a web that cannot be reached is passed over."""

    def __init__(self, backends: Sequence[tuple[str, int]] = ()) -> None:
        self.backends = list(backends)
        self.turn = itertools.count()
        self.taken: dict[str, int] = {}  # connections, by host
        self.door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.door.getsockname()[1]

    def start(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.door.close()

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self.door.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        first = next(self.turn)
        for step in range(len(self.backends)):
            backend = self.backends[(first + step) % len(self.backends)]
            try:
                server = socket.create_connection(backend, timeout=1)
            except OSError:
                continue
            self.taken[backend[0]] = self.taken.get(backend[0], 0) + 1
            with client, server:
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join()
            return
        client.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Until one side ends, or says nothing for a long time."""
    source.settimeout(30)
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


# --- servers that hosts reach


class NetPostgres(Postgres):
    """Also at the bridge's address."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder=folder)
        with (self.data / "pg_hba.conf").open("a") as allowed:
            allowed.write(f"host all all {NET}.0/24 trust\n")

    def command(self) -> list[str]:
        return [*super().command(), "-c", f"listen_addresses=127.0.0.1,{HERE}"]


class NetPgBouncer(PgBouncer):
    """Also at the bridge's address; it notices a dead client."""

    more: ClassVar[dict[str, object]] = {
        "listen_addr": f"127.0.0.1,{HERE}", "default_pool_size": 20, **GIVEN_UP
    }  # fmt: skip


class NetRedis(Redis):
    """Also at the bridge's address."""

    def command(self) -> list[str]:
        return [*super().command(), "--bind", f"127.0.0.1 {HERE}", "--protected-mode", "no"]
