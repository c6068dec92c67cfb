"""What every process does to be seen: its log, its last errors, its sign of life, alarms, metrics."""

import logging
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from sorot import alarms, alive, logs
from sorot.alarms import Alarms
from sorot.settings import Settings
from sorot.supervise import Supervisor, every
from storage import clock
from watching.errors import Keeper

if TYPE_CHECKING:
    from sorot.tracing import Tracing

KEEP_EVERY = 20.0  # seconds
LOOKING = frozenset({"web", "worker"})  # the roles that look after the others
_tracing: "Tracing | None" = None


def trace(settings: Settings, role: str) -> "Tracing | None":
    """Begin traces, once a process, where they are wanted; OpenTelemetry's own part is loaded only then."""
    global _tracing
    if settings.traces_url and _tracing is None:
        from sorot.tracing import Tracing

        _tracing = Tracing(settings.traces_url, role=role, share=settings.traces_share)
        _tracing.begin()
    return _tracing


def start(
    settings: Settings, supervisor: Supervisor, role: str, app: ASGIApp | None = None
) -> ASGIApp | None:
    """Begin under `supervisor`; returns the application, its requests counted where metrics are served."""
    trace(settings, role)
    keeper = Keeper(role)
    logging.getLogger().addHandler(keeper)
    logs.begin(settings, role)
    supervisor.start("last errors", every(KEEP_EVERY, keeper.keep))
    if role == "web":  # the worker's own is given where its work is begun
        supervisor.start("web lives", every(alive.BEAT_EVERY, lambda: alive.beat("web")))
    if role in LOOKING and (ways := alarms.ways(settings, clock.now)):
        look = Alarms(settings.places, ways, settings.address, clock.now)
        supervisor.start("alarms", every(alarms.EVERY, look))
    if not settings.metrics_port:
        return app
    from sorot.metrics import Collector, Doors, Requests, serve

    doors = Doors() if app is not None else None
    serve(settings.host, settings.metrics_port, Collector(settings.places, clock.now, doors))
    return Requests(app, doors) if app is not None and doors is not None else None
