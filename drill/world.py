"""The city the drill is played in: home, servers and processes of its own, and what goes wrong with them."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from accounts import officers, sessions
from drill.clock import DrillClock
from drill.day import Day, Fault, clock_of
from sensors import broker, kinds
from sensors.sta import clients
from sensors.water import KIND
from storage import clock, db
from storage.models import Datastream, Thing
from tests.crash.stage import Stage, embedded, spread
from tests.servers import Mosquitto, Postgres, Redis, Role, Server, ServerMissing, fit, running

OFFICERS = {"operator1": "operator", "operator2": "operator", "walikota": "pimpinan"}
BESIDE = ("sensors", "beat")
RATE_LIMITS = {"telegram": 429, "whatsapp": 130429}  # as the platforms name it
STA_NAME = "latihan"


@dataclass(repr=False)
class World:
    """servers: by what they carry, `mqtt` and `bells`; none in one process. mqtt: where readings are sent."""

    stage: Stage
    mqtt: str
    servers: Mapping[str, Server]
    sessions: Mapping[str, str] = field(default_factory=dict)  # of each officer
    sta_key: str = ""
    streams: Mapping[str, int] = field(default_factory=dict)  # datastream of each gauge
    silent: set[str] = field(default_factory=set)
    killed: list[str] = field(default_factory=list)

    @property
    def workers(self) -> list[Role]:
        """Whom a kill may meet."""
        return [role for role in self.stage.roles if role.arguments[0] in ("worker", "up")]


def has_servers() -> bool:
    """Whether PostgreSQL, Redis and Mosquitto are on this machine."""
    from tests.servers import program

    try:
        for name in ("initdb", "redis-server", "mosquitto"):
            program(name, package=name)
    except ServerMissing:
        return False
    return True


@contextmanager
def world(
    home: Path, *, one_process: bool, drill: Mapping[str, str], kind: type[Role] = Role
) -> Iterator[World]:
    """The city up and ready; `one_process`: `sorot up` on SQLite, else as a city runs it."""
    with ExitStack() as stack:
        if one_process:
            stage = stack.enter_context(embedded(home, extra=dict(drill), kind=kind))
            role = stage.roles[0]
            secret = (home / "mqtt_secret").read_text().strip()
            made = World(stage, broker.url_for(int(role.env["SOROT_MQTT_PORT"]), secret), {})
        else:
            postgres = stack.enter_context(running(Postgres))
            redis = stack.enter_context(running(Redis))
            mosquitto = stack.enter_context(running(Mosquitto))
            postgres.run("CREATE DATABASE latihan")
            extra = {"SOROT_MQTT_URL": mosquitto.url, **drill}
            stage = stack.enter_context(
                spread(
                    home,
                    database=postgres.url("latihan"),
                    broker=redis.url,
                    also=BESIDE,
                    extra=extra,
                    kind=kind,
                )
            )
            made = World(stage, mosquitto.url, {"mqtt": mosquitto, "bells": redis})
        yield made


def settle_in(made: World, day: Day) -> None:
    """Officers with a session each, a key at the SensorThings door, and the gauges' streams."""
    leap = kinds.kind_of(KIND).limits.leap
    now = clock.now()
    with db.transaction() as tx:
        tokens = {}
        for name, role in OFFICERS.items():
            person = officers.create(
                tx,
                username=name,
                name=f"Latihan {name.title()}",
                role=role,
                agency_code=None,
                password=None,
                now=now,
            )
            tokens[name] = sessions.open_session(tx, person, now=now)
        made.sessions = tokens
        made.sta_key = clients.make(tx, STA_NAME, write=True, things=None, now=now)
        found = {}
        for play in day.gauges:
            mine = select(Datastream).join(Thing).where(Thing.code == play.code, Datastream.kind == KIND)
            stream = tx.scalars(mine).one()
            if leap:  # as a replay does: a leap is judged by its size alone, time being shorter here
                stream.levels = {**stream.levels, "leap_cm": leap.most}
            found[play.code] = stream.id
        made.streams = found


def quicken(made: World, speed: float) -> None:
    """The water's way between gauge and kelurahan takes as many times less as the day is played faster.

    All that the product counts in hours from a gauge's alert would else lie beyond the day's end.
    """
    with db.transaction() as tx:
        for stream in tx.scalars(select(Datastream).where(Datastream.id.in_(made.streams.values()))):
            stream.thing.downstream = [
                {
                    **step,
                    **{
                        name: max(1, round(step[name] / speed))
                        for name in ("minutes", "minutes_latest")
                        if name in step
                    },
                }
                for step in stream.thing.downstream
            ]


def csrf_of(token: str) -> str:
    """What a form of this officer must carry."""
    with db.reading() as session:
        found = sessions.find(session, token, now=clock.now())
    return found.csrf if found else ""


class Faults:
    """Does the day's faults when their moment comes. In the main thread: a process dies with its starter."""

    def __init__(self, made: World, day: Day, clock: DrillClock) -> None:
        self.world, self.clock = made, clock
        self.due = sorted(day.faults, key=lambda fault: fault.at)
        self.happened: list[str] = []
        self._back: list[tuple[float, Server | str]] = []
        self._rising: list[Role] = []

    def look(self) -> None:
        """What is due now, and what comes back now."""
        minute = self.clock.minute()
        for item in [one for one in self._back if one[0] <= minute]:
            self._back.remove(item)
            self._return(item[1])
        while self.due and self.due[0].at <= minute:
            fault = self.due.pop(0)
            self.happened.append(f"{clock_of(minute)} {self._do(fault)}")

    def end(self) -> None:
        """Everything is whole again."""
        for _, what in self._back:
            self._return(what)
        self._back.clear()
        for role in self._rising:
            role.until(fit, seconds=300)

    def _return(self, what: Server | str) -> None:
        if isinstance(what, Server):
            what.start()
        else:
            self.world.silent.discard(what)

    def _do(self, fault: Fault) -> str:
        until = fault.at + fault.minutes
        if fault.kind == "silent":
            self.world.silent.add(fault.what)
            self._back.append((until, fault.what))
            return f"pengukur {fault.what} diam {fault.minutes:g} menit"
        if fault.kind == "refuse":
            self._refuse(fault)
            return f"{fault.what} menjawab 429, {fault.times} kali"
        server = self.world.servers.get({"broker": "mqtt", "bells": "bells"}.get(fault.kind, ""))
        if fault.kind == "kill" or server is None:
            return self._kill()
        server.kill()
        self._back.append((until, server))
        return f"{type(server).__name__} mati {fault.minutes:g} menit"

    def _kill(self) -> str:
        victim = self.world.workers[len(self.world.killed) % len(self.world.workers)]
        victim.kill()
        self.world.killed.append(victim.folder.name)
        victim.begin()  # waiting for it would keep back what comes next
        self._rising.append(victim)
        return f"{victim.arguments[0]} dibunuh dan hidup lagi"

    def _refuse(self, fault: Fault) -> None:
        code = RATE_LIMITS[fault.what]
        if fault.what == "telegram":
            self.world.stage.telegram.fail(code, method="sendMessage", retry_after=1, times=fault.times)
        else:
            self.world.stage.whatsapp.fail(code, times=fault.times)


def until(stop: threading.Event, clock: DrillClock, minute: float) -> bool:
    """Wait for this minute of the day; False when told to stop."""
    return not stop.wait(clock.seconds_until(minute))
