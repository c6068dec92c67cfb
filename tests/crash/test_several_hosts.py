"""Two hosts with web and worker each, their residents by turns at both: one is cut off, one dies, one is
frozen, one's clock is ahead. Nothing is lost, doubled or unsent, and no warning of high water either."""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from routing.city.catalogue import catalogue
from routing.warnings.alerts import raise_alert
from storage import clock, db
from storage.models import EarlyWarned, Outbox
from storage.notice_kinds import Notice
from tests.crash.doors import Door, TelegramDoor, WhatsAppDoor
from tests.crash.hosts import (
    FAKETIME,
    HERE,
    HOSTS,
    Balancer,
    Host,
    HostRole,
    NetPgBouncer,
    NetPostgres,
    NetRedis,
    network,
)
from tests.crash.killing import OUT, UNDER_WAY, settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import APP_SECRET, SECRET, WORD, platforms
from tests.crash.web_door import WebDoor
from tests.factories.sensors import gauge
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.servers import PYTHON, ROOT, Server, ServerMissing, fit, memory_folder

pytestmark = [
    pytest.mark.crash_full,
    pytest.mark.timeout(1500),
    pytest.mark.allow_hosts(["127.0.0.1", "::1", HERE, *HOSTS]),
]
Note = Callable[..., None]
FIRST, RESIDENTS = 12, 15  # who come before all blows, and before each
AHEAD = 3  # seconds, the second host's clock
CUT, DEAD, FROZEN = 20, 8, 15  # seconds
BLOWS = 3


@dataclass(frozen=True)
class Ground:
    """Servers that all hosts reach."""

    postgres: NetPostgres
    pooler: NetPgBouncer
    redis: NetRedis

    def address(self, way: str) -> str:
        """The database as hosts name it."""
        if way == "pooled":
            return self.pooler.url("hosts").replace("127.0.0.1", HERE)
        return self.postgres.url("hosts").replace("+psycopg", "").replace("127.0.0.1", HERE)


@contextmanager
def ground() -> Iterator[Ground]:
    """Started, with an empty database."""
    with ExitStack() as stack:

        def up(kind: type[Server]) -> Server:
            folder = memory_folder("sorot-hosts-")
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            server = kind(folder=folder)
            stack.callback(server.stop)
            return server

        try:
            postgres, pooler, redis = up(NetPostgres), up(NetPgBouncer), up(NetRedis)
            made = Ground(postgres, pooler, redis)  # type: ignore[arg-type]
            made.pooler.behind = made.postgres
            for server in (postgres, pooler, redis):
                server.start()
        except ServerMissing as missing:
            pytest.skip(str(missing))
        made.postgres.run("CREATE DATABASE hosts")
        yield made


@dataclass(frozen=True, repr=False)
class City:
    """The product on two hosts, and its residents' doors."""

    first: Host
    second: Host
    balancer: Balancer
    telegram: TelegramApi
    whatsapp: WhatsAppApi

    def doors(self) -> list[Door]:
        return [
            TelegramDoor(self.telegram), WhatsAppDoor(self.whatsapp),
            WebDoor(f"http://127.0.0.1:{self.balancer.port}"),
        ]  # fmt: skip

    def log(self) -> str:
        roles = [*self.first.roles, *self.second.roles]
        return "\n".join(f"--- {role.folder.name}\n{role.log[-3000:]}" for role in roles)


@contextmanager
def city(home: Path, under: Ground, way: str) -> Iterator[City]:
    """Web, worker and timetable on the first host; web and worker on the second."""
    with ExitStack() as stack:
        telegram = stack.enter_context(TelegramApi(host=HERE))
        whatsapp = stack.enter_context(WhatsAppApi(host=HERE))
        balancer = Balancer()
        stack.callback(balancer.close)
        hosts = Host(1), Host(2, ahead=AHEAD)
        settings = platforms(telegram, whatsapp) | {
            "SOROT_DATABASE_URL": under.address(way),
            "SOROT_BROKER_URL": under.redis.url.replace("127.0.0.1", HERE),
            "SOROT_SECRET_KEY": "k" * 40,
            "SOROT_MEDIA_URL": str(home / "media"),
            "SOROT_PUBLIC_URL": f"https://127.0.0.1:{balancer.port}",  # where TLS would end
            "SOROT_PLAIN_HOSTS": HERE,
            "SOROT_TELEGRAM_SECRET": SECRET,
        }
        for host, names in zip(hosts, (("web", "worker", "beat"), ("web", "worker")), strict=True):
            host.build()
            stack.callback(host.gone)
            for name in names:
                folder = home / f"{name}-{host.number}"
                folder.mkdir()
                stack.callback(HostRole(name, folder=folder, settings=settings).placed(host).stop)
        for host in hosts:
            begin(host)
        balancer.backends = [(host.address, host.roles[0].port) for host in hosts]
        balancer.start()
        db.configure(under.postgres.url("hosts"))
        stack.callback(db.dispose)
        site = f"http://127.0.0.1:{balancer.port}"
        whatsapp.webhook(f"{site}/hook/whatsapp", secret=APP_SECRET, word=WORD)
        yield City(*hosts, balancer, telegram, whatsapp)


def begin(host: Host) -> None:
    """All of its roles, side by side."""
    for role in host.roles:
        role.begin()
    for role in host.roles:
        role.until(fit, seconds=180)


def warn() -> None:
    """A new gauge is at its highest mark, above the whole city: all who ever reported are warned by rule."""
    with db.transaction() as tx:
        stream, now = gauge(tx), clock.now()
        below = [code for code in catalogue(tx).kelurahan if code != stream.thing.kelurahan_code]
        stream.thing.downstream = [{"kelurahan": c, "minutes": 60, "minutes_latest": 90} for c in below]
        raise_alert(tx, stream=stream, level=1, value=410, at=now, now=now)


def warned() -> tuple[int, int]:
    """How many warnings are due to somebody, and how many went out."""
    with db.reading() as session:
        due = session.scalar(select(func.count()).select_from(EarlyWarned)) or 0
        out = select(func.count()).where(Outbox.key == Notice.EARLY, Outbox.status.in_(OUT))
        return due, session.scalar(out) or 0


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def cut_off(at: City) -> None:
    """The second host's cable is out for a while."""
    at.second.cut()
    warn()
    wait(CUT)
    at.second.mend()


def without_power(at: City) -> None:
    """The first host dies without a word, and is built and started anew."""
    at.first.die()
    warn()
    wait(DEAD)
    at.first.build()
    begin(at.first)


def frozen(at: City) -> None:
    """The second host stands still and then goes on as if no time had passed."""
    at.second.signal(signal.SIGSTOP)
    warn()
    wait(FROZEN)
    at.second.signal(signal.SIGCONT)


HOLDS = """
import sys
from sqlalchemy import text
from storage import db
db.configure(sys.argv[1])
with db.transaction() as tx:
    tx.execute(text("UPDATE numbers SET given = given + 1"))
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("way", ["direct", "pooled"])
def test_what_a_host_held_when_it_died_is_free_again_within_a_minute(way: str) -> None:
    with network(), ground() as under:
        host = Host(1)
        host.build()
        own = under.postgres.url("hosts").replace("+psycopg", "")
        with psycopg.connect(own, autocommit=True) as other:
            other.execute("CREATE TABLE numbers AS SELECT 1 AS given")
            inside = ["nsenter", f"--net=/run/netns/{host.name}", str(PYTHON), "-c", HOLDS]
            held = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *inside, under.address(way)],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert held.stdout
            assert held.stdout.readline() == "held\n"
            host.cut()
            held.kill()
            held.wait()
            host.gone()
            other.execute("SET lock_timeout = '60s'")
            other.execute("UPDATE numbers SET given = given + 1")
            assert other.execute("SELECT given FROM numbers").fetchall() == [(2,)]


@pytest.mark.parametrize("way", ["direct", "pooled"])
def test_two_hosts_of_which_one_is_cut_off_dies_or_freezes_lose_double_and_leave_unsent_nothing(
    way: str, tmp_path: Path, note: Note
) -> None:
    if not Path(FAKETIME).exists():
        pytest.skip("a clock cannot be set ahead here (Debian package: faketime)")
    dice = random.Random(7)
    with network(), ground() as under, city(tmp_path, under, way) as at:
        with Crowd(at.doors(), patience=400) as crowd:
            crowd.invite(FIRST)
            settled(crowd, since=0, seconds=300)
            for blow in (cut_off, without_power, frozen):
                crowd.invite(RESIDENTS)
                wait(dice.uniform(0.5, 2))
                blow(at)
            mended = time.monotonic()
            drained = settled(crowd, since=mended, seconds=500)
        residents = FIRST + BLOWS * RESIDENTS
        count, (due, out), log = tally(crowd.doors, residents), warned(), at.log()
    note(
        run=f"several hosts, {way}", reports=residents, **vars(count), warnings=f"{out} of {due}",
        drained_s=round(drained, 1), taken="/".join(str(n) for n in at.balancer.taken.values()),
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip
    assert (crowd.wrong, count.faults()) == ([], {}), log
    assert due == out >= BLOWS * FIRST // 3 * 2, log  # of three doors two can be warned
    assert count.extra_answers <= BLOWS * UNDER_WAY
    assert min(at.balancer.taken.values()) > residents
