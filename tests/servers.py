"""Real servers for the tests: each starts on a free port, lives in memory and ends by its own process id.

`setpriv --pdeathsig` ties a server's life to the test process, so a killed test run leaves nothing behind.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Self, TypeVar

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
MODEL = ROOT / ".dev/model/nlu"  # trained by ./dev's set-up

PATIENCE = 60  # seconds; a loaded machine ends its processes in order too, only later

Kind = TypeVar("Kind", bound="Server")


class ServerMissing(Exception):
    """A program the test needs is not on this machine; the text says which Debian package holds it."""


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return once `ready()` is true; TimeoutError naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} after {seconds} s")
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Whether something accepts TCP connections on 127.0.0.1:`port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    """Whether a GET of `url` is answered with 200."""
    with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
        return bool(urllib.request.urlopen(url, timeout=2).status == 200)
    return False


def program(name: str, *, package: str) -> str:
    """The full path of a server program; ServerMissing when it is not installed."""
    places = [os.environ.get("PATH", ""), "/usr/sbin"]
    places += [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise ServerMissing(f"{name} is not on this machine (Debian package: {package})")
    return found


def memory_folder(prefix: str) -> Path:
    """A new folder in memory where the machine has room for it, else in the usual temporary place."""
    shm = Path("/dev/shm")  # noqa: S108
    roomy = shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 500_000_000
    return Path(tempfile.mkdtemp(prefix=prefix, dir=shm if roomy else None))


class Server:
    """A server process that can be stopped kindly, killed at once, and started again on the same data."""

    stop_signal = signal.SIGTERM
    up_within = 30.0  # seconds

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def user(self) -> str | None:
        """The account to run as, or None for the present one."""
        return None

    def ready(self) -> bool:
        """Whether it serves; a server that listens before it can answer says more than this."""
        return listens(self.port)

    def start(self) -> Self:
        """Start and return once the port answers; RuntimeError with the log's end when it dies instead."""
        log = self.folder / "server.log"
        account = [f"--reuid={self.user()}", f"--regid={self.user()}", "--init-groups"] if self.user() else []
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                ["setpriv", *account, "--pdeathsig", "KILL", "--", *self.command()], stdout=out, stderr=out
            )
        what = f"{self.command()[0]} not up"
        wait_until(lambda: self.ready() or self._died(), seconds=self.up_within, what=what)
        if self._died():
            raise RuntimeError(log.read_text()[-2000:])
        return self

    def _died(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL); the data stays, `start()` brings it back."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it kindly."""
        self._end(self.stop_signal)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Postgres(Server):
    """PostgreSQL without fsync: a killed process loses nothing, only a power cut of the machine would."""

    stop_signal = signal.SIGINT  # "fast shutdown": does not wait for clients
    made: ClassVar[Path | None] = None  # the data of one that ended in order, to begin with

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder=folder)
        self.data = folder / "data"
        initdb = program("initdb", package="postgresql")
        account: list[str] = []
        if (user := self.user()) is not None:
            shutil.chown(folder, user, user)
            account = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
        if self.made is not None:
            subprocess.run(["cp", "-a", str(self.made), str(self.data)], check=True)
            return
        flags = ["-U", "sorot", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*account, initdb, "-D", str(self.data), *flags], check=True, capture_output=True)

    def user(self) -> str | None:
        return "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root

    def command(self) -> list[str]:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "jit": "off",
            "shared_buffers": "32MB",
            "max_connections": 200,
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [program("postgres", package="postgresql"), "-D", str(self.data), *flags]

    def ready(self) -> bool:
        with suppress(psycopg.OperationalError):  # it listens while it still recovers
            psycopg.connect(self.url("postgres").replace("+psycopg", "")).close()
            return True
        return False

    def kill(self) -> None:
        """SIGKILL; the children see it and go, and the next start recovers from the log."""
        super().kill()
        wait_until(lambda: not self._children(), seconds=10, what="PostgreSQL's children still running")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _children(self) -> bool:
        """Whether a process still works in our data folder (those of a killed postmaster linger)."""
        for cwd in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if cwd.resolve() == self.data.resolve():
                    return True
        return False

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://sorot@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one administrative statement outside any transaction (CREATE and DROP DATABASE need that)."""
        with psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())


class PgBouncer(Server):
    """PgBouncer in transaction mode before a PostgreSQL; its two connections go from hand to hand."""

    behind: Postgres
    more: ClassVar[dict[str, object]] = {}

    def user(self) -> str | None:
        return "postgres" if os.geteuid() == 0 else None  # it refuses to run as root

    def command(self) -> list[str]:
        config = self.folder / "pgbouncer.ini"
        settings = {
            "listen_addr": "127.0.0.1",
            "listen_port": self.port,
            "unix_socket_dir": "",
            "auth_type": "any",
            "pool_mode": "transaction",
            "default_pool_size": 2,
            "max_client_conn": 200,
            "ignore_startup_parameters": "extra_float_digits",
            **self.more,
        }
        databases = f"* = host=127.0.0.1 port={self.behind.port} user=sorot"
        lines = [f"{name} = {value}" for name, value in settings.items()]
        config.write_text("\n".join(["[databases]", databases, "[pgbouncer]", *lines]) + "\n")
        self.folder.chmod(0o755)
        config.chmod(0o644)
        return [program("pgbouncer", package="pgbouncer"), str(config)]

    def url(self, name: str) -> str:
        """The address of a database behind it, told that a pooler stands between."""
        return f"postgresql://sorot@127.0.0.1:{self.port}/{name}?pooled=true"


class Redis(Server):
    """Redis that writes nothing to disk."""

    def command(self) -> list[str]:
        binary = program("redis-server", package="redis-server")
        return [binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def flush(self) -> None:
        """Empty it, as a broker that lost everything."""
        redis.Redis.from_url(self.url).flushall()


class Mosquitto(Server):
    """Mosquitto with one open listener."""

    def command(self) -> list[str]:
        config = self.folder / "mosquitto.conf"
        lines = [f"listener {self.port} 127.0.0.1", "allow_anonymous true", "persistence false", "user root"]
        lines += ["max_inflight_messages 2000", "max_queued_messages 20000"]  # as deploy/mosquitto has them
        config.write_text("\n".join(lines) + "\n")
        return [program("mosquitto", package="mosquitto"), "-c", str(config)]

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"


@contextmanager
def running(kind: type[Kind]) -> Iterator[Kind]:
    """A server of this kind, started; stopped and its folder removed at the end."""
    folder = memory_folder("sorot-test-")
    try:
        server = kind(folder=folder)
        try:
            yield server.start()
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Role(Server):
    """One of the product's own processes (`python -m sorot ROLE ARGS`), with exactly the settings given.

    tree: the checkout whose code it runs, in today's environment.
    """

    stop_signal = signal.SIGINT
    through: tuple[str, ...] = ()  # a command that starts it in its stead, with the same process id

    def __init__(
        self, *arguments: str, folder: Path, settings: dict[str, str], tree: Path = ROOT
    ) -> None:  # fmt: skip
        super().__init__(folder=folder)
        self.arguments, self.tree = arguments, tree
        own = {name: value for name, value in os.environ.items() if not name.startswith("SOROT_")}
        own.pop("PYTHONDONTWRITEBYTECODE", None)
        place = {
            "SOROT_HOME": str(folder),
            "SOROT_PORT": str(self.port),
            "SOROT_MQTT_PORT": str(free_port()),
            "PYTHONPATH": str(tree),
        }
        self.env = own | place | settings
        self.exit_code: int | None = None

    @property
    def address(self) -> str:
        """Where its pages are, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def heartbeat(self) -> Path:
        """The file that a role without pages touches while it runs."""
        return self.folder / f"alive-{self.arguments[0]}"

    @property
    def log(self) -> str:
        """Everything it has printed so far."""
        return (self.folder / f"{self.arguments[0]}.log").read_text(errors="replace")

    def start(self, *, ready: Callable[["Role"], bool] | None = None, seconds: float = 60) -> Self:
        """Start and wait for `ready(role)`; web and up wait for /health by themselves, others do not wait.

        Raises RuntimeError with the end of what it printed when it ends or is not ready in `seconds`.
        """
        if ready is None and self.arguments[0] in ("web", "up"):
            ready = fit
        self.begin()
        return self.until(ready, seconds=seconds) if ready else self

    def begin(self) -> None:
        """Start and return at once."""
        model = self.tree / MODEL.relative_to(ROOT)
        if model.is_dir():  # or every new home would train one first
            shutil.copytree(model, self.folder / "nlu", dirs_exist_ok=True)
        self.heartbeat.unlink(missing_ok=True)
        with (self.folder / f"{self.arguments[0]}.log").open("ab") as out:
            command = [*self.through, str(PYTHON), "-m", "sorot", *self.arguments]
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *command],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=self.env, cwd=self.tree,
            )  # fmt: skip

    def until(self, ready: Callable[["Role"], bool], *, seconds: float) -> Self:
        """Wait for `ready(role)`; raises as `start` does."""
        name = f"sorot {' '.join(self.arguments)}"
        try:
            wait_until(lambda: self._died() or ready(self), seconds=seconds, what=f"{name} not ready")
        except TimeoutError as error:
            self.kill()
            raise RuntimeError(f"{error}\n{self.log[-3000:]}") from None
        if self._died():
            raise RuntimeError(f"{name} ended at once\n{self.log[-3000:]}")
        return self

    def _end(self, how: signal.Signals) -> None:
        process = self.process
        super()._end(how)
        self.exit_code = process.returncode if process else self.exit_code


def fit(role: Role) -> bool:
    """Whether the role serves: pages for web and up, a sign of life for the others."""
    if role.arguments[0] in ("web", "up"):
        return answers(f"{role.address}/health")
    return role.heartbeat.exists()


@contextmanager
def run_role(
    *arguments: str,
    folder: Path,
    settings: dict[str, str] | None = None,
    ready: Callable[[Role], bool] | None = None,
    seconds: float = 60,
) -> Iterator[Role]:
    """A product process while the block runs, e.g. `run_role("web", folder=tmp_path, settings={...})`.

    `folder` is its SOROT_HOME and holds its log; it listens on a free port (`role.address`).
    """
    role = Role(*arguments, folder=folder, settings=settings or {})
    try:
        yield role.start(ready=ready, seconds=seconds)
    finally:
        role.stop()
