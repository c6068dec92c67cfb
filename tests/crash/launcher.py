"""The product's processes started by forking a process that has its code loaded, and armed to die at a point.

    .venv/bin/python -m tests.crash.launcher        # reads one JSON order a line, answers with the pid

A start takes a third of the usual time. `tests/crash/forked.py` is its other end. Nothing of this is in the
product: what a point changes is changed here, in the forked process, before the product's own `main()`.
"""

import ctypes
import importlib
import json
import os
import signal
import sys
from typing import Any, NoReturn

from tests.crash.points import arm

# What the roles import when they start; a name that is gone makes starting slower, not wrong.
LOADED = (
    "sorot.cli", "sorot.up", "sorot.roles", "sorot.prepare", "sorot.jobs", "sorot.worker", "sorot.demo",
    "storage.schema", "alembic.command", "psycopg", "kombu.transport.redis", "celery.fixups.django",
    "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite", "amqtt.broker", "aiomqtt",
    "uvicorn.loops.auto", "uvicorn.protocols.http.auto", "celery.worker", "celery.concurrency.thread",
)  # fmt: skip
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Fork a child for every order until the input ends."""
    for name in LOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system clears away who has died
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            become(json.loads(line))
        print(pid, flush=True)


def become(order: dict[str, Any]) -> NoReturn:
    """Be the role `order["arguments"]` with exactly the environment `order["env"]`."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (out, 1), (out, 2)):
        os.dup2(ours, theirs)
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["sorot", *order["arguments"]]
    if order["point"]:
        arm(order["point"])
    from sorot.cli import main as sorot

    code = 0
    try:
        sorot()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
