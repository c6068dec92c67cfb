"""`/metrics` for Prometheus, on a port of its own: what this process does, and how the whole service stands.

The doors are named by their routes' templates, never by an address somebody asked for. How queues, senders,
gauges, disk and backups stand is read from the database when it is asked for, at most every few seconds;
every web and worker process says the same of it, so that one of them suffices.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sorot.logs import REQUESTS
from storage import counts, db
from storage.clock import Clock
from watching.facts import HealthFacts, Places, gather
from watching.findings import AWAY, HealthFinding, judge

log = logging.getLogger(__name__)
requests_log = logging.getLogger(REQUESTS)

KEPT = 5.0  # seconds one reading of the database serves
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
FAMILIES = {
    "reading": ("sorot_readings", "Readings at our doors, by what became of them", ("outcome",)),
    "observation_published": ("sorot_observations_published", "Observations over MQTT", ("outcome",)),
    "sent": ("sorot_sent", "Messages handed to a platform, by what became of them", ("channel", "outcome")),
    "handled": ("sorot_handled", "Messages of residents, by what became of them", ("outcome",)),
}


@dataclass
class _Door:
    """Requests of one route: how many by outcome, how long they took."""

    outcomes: dict[tuple[str, str], int] = field(default_factory=dict)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


class Requests:
    """ASGI middleware, the outermost: counts requests by route; logs one line each where logs are JSON."""

    def __init__(self, app: ASGIApp, doors: "Doors") -> None:
        self.app, self.doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A line that stays open counts when it ends, by its status alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            self.doors.note(scope, status, time.perf_counter() - begun)


class Doors:
    """What came to this process over HTTP."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._doors: dict[str, _Door] = {}

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """One request more."""
        route = template(scope)
        method = scope["method"] if scope["method"] in METHODS else "other"
        with self._lock:
            door = self._doors.setdefault(route, _Door())
            key = method, str(status)
            door.outcomes[key] = door.outcomes.get(key, 0) + 1
            door.buckets[next((i for i, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))] += 1
            door.seconds += seconds
        if requests_log.isEnabledFor(logging.INFO):
            facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            requests_log.info("request", extra={"facts": facts})

    def families(self) -> Iterator[Metric]:
        """As Prometheus reads them."""
        many = CounterMetricFamily(
            "sorot_http_requests", "Requests by route", labels=("route", "method", "status")
        )
        took = HistogramMetricFamily("sorot_http_seconds", "How long they took", labels=("route",))
        with self._lock:
            for route, door in self._doors.items():
                for (method, status), count in door.outcomes.items():
                    many.add_metric((route, method, status), count)
                sums = [sum(door.buckets[: i + 1]) for i in range(len(door.buckets))]
                names = [*map(str, BOUNDS), "+Inf"]
                took.add_metric((route,), list(zip(names, sums, strict=True)), door.seconds)
        yield many
        yield took


def template(scope: Scope) -> str:
    """The route's template, or "none": an address that somebody made up is no label."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", None) or "none")


class Collector:
    """Prometheus' collector: this process' counts, and how the service stands."""

    def __init__(self, places: Places, clock: Clock, doors: Doors | None = None) -> None:
        self.places, self.clock, self.doors = places, clock, doors
        self._read: tuple[datetime, list[Metric]] | None = None

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: registering must not ask the database."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Everything; while the database is away, that and this process' own."""
        yield from _counted()
        if self.doors is not None:
            yield from self.doors.families()
        now = self.clock()
        if self._read is None or not 0 <= (now - self._read[0]).total_seconds() < KEPT:
            self._read = now, list(self._standing(now))
        yield from self._read[1]

    def _standing(self, now: datetime) -> Iterator[Metric]:
        try:
            with db.reading() as session:
                facts = gather(session, self.places, now=now)
        except SQLAlchemyError:
            yield GaugeMetricFamily("sorot_database_up", "1 while it answers", value=0)
            yield _findings([AWAY])
            return
        yield GaugeMetricFamily("sorot_database_up", "1 while it answers", value=1)
        yield _findings(judge(facts, self.places))
        yield from _of(facts)


def _counted() -> Iterator[Metric]:
    found = counts.snapshot()
    for family, (name, about, labels) in FAMILIES.items():
        made = CounterMetricFamily(name, about, labels=labels)
        for (kind, *rest), many in found.items():
            if kind == family:
                made.add_metric(rest, many)
        yield made


def _findings(found: list[HealthFinding]) -> Metric:
    made = GaugeMetricFamily(
        "sorot_finding", "1 for everything that is wrong", labels=("code", "about", "grave")
    )
    for one in found:
        made.add_metric((one.code, one.about, "yes" if one.grave else "no"), 1)
    return made


def _of(facts: HealthFacts) -> Iterator[Metric]:
    def gauge(name: str, about: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
        made = GaugeMetricFamily(f"sorot_{name}", about, labels=(label,))
        for key, value in values:
            made.add_metric((key,), value)
        return made

    def since(at: datetime) -> float:
        return max(0.0, (facts.at - at).total_seconds())

    named = [(f"{q.name}:{q.channel}" if q.channel else q.name, q) for q in facts.queues]
    yield gauge("queue_waiting", "Due and not yet done", "queue", [(n, q.waiting) for n, q in named])
    oldest = [(n, since(q.oldest) if q.oldest else 0.0) for n, q in named]
    yield gauge("queue_oldest_seconds", "How long the oldest has been due", "queue", oldest)
    yield gauge("queue_dead", "Given up, at most 1000", "queue", [(n, q.dead) for n, q in named])
    leases = [(s.channel, (s.until - facts.at).total_seconds()) for s in facts.senders if s.until]
    yield gauge("sender_lease_seconds", "How long its sender still has the channel", "channel", leases)
    roles = [(role, since(at)) for role, at in facts.roles.items()]
    yield gauge("role_seen_seconds", "Since a role's last sign of life", "role", roles)
    yield gauge("disk_free_bytes", "Space left", "place", [(n, free) for n, (free, _) in facts.free.items()])
    yield gauge("disk_bytes", "Space in all", "place", [(n, whole) for n, (_, whole) in facts.free.items()])
    yield GaugeMetricFamily("sorot_database_bytes", "Size of the database", value=facts.database_bytes)
    yield GaugeMetricFamily("sorot_streams", "Datastreams", value=facts.gauges.streams)
    yield GaugeMetricFamily("sorot_things_silent", "Things that say nothing", value=len(facts.gauges.silent))
    if facts.gauges.heard_at:
        heard = since(facts.gauges.heard_at)
        yield GaugeMetricFamily("sorot_gauges_heard_seconds", "Since the reader's own echo", value=heard)
    if facts.backup and facts.backup.at:
        age = since(facts.backup.at)
        yield GaugeMetricFamily("sorot_backup_age_seconds", "Since the last whole backup", value=age)
        yield GaugeMetricFamily("sorot_backup_bytes", "Size of its file", value=facts.backup.size)


def serve(host: str, port: int, standing: Collector) -> None:
    """Serve this process' metrics until it ends. A port that is taken is a line in the log, and no more."""
    registry = CollectorRegistry()
    registry.register(standing)
    try:
        start_http_server(port, host, registry)
    except OSError as taken:
        log.warning("no metrics: port %d is taken (%s)", port, taken)
