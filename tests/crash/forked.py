"""Roles of the product that start quickly (see `launcher`), and that can be armed to die at a named point."""

import json
import os
import select
import shutil
import signal
import subprocess
import time
from typing import Any

from tests.servers import MODEL, PYTHON, ROOT, Role


class Died(Exception):
    """The launcher is gone."""


class Launcher:
    """The process that forks; one for all roles, started at first use from the main thread."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def fork(self, order: dict[str, Any]) -> int:
        """Start a role; its process id."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", str(PYTHON), "-m", "tests.crash.launcher"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
            self._answer()
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self.process
        assert self.process.stdout
        if line := self.process.stdout.readline():
            return line.strip()
        raise Died("the launcher ended")


launcher = Launcher()


class Forked:
    """A process that is not our child: signalled and waited for through a handle the system cannot reuse."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self.handle = os.pidfd_open(pid)
        except ProcessLookupError:
            self.handle = -1  # it died at once
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Not None once it has ended; how it ended is not known."""
        if self.returncode is None and (self.handle < 0 or select.select([self.handle], [], [], 0)[0]):
            self.returncode = -signal.SIGKILL
        return self.returncode

    def send_signal(self, how: signal.Signals) -> None:
        """Nothing when it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, how)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; subprocess.TimeoutExpired as Popen's."""
        end = time.monotonic() + (timeout or 3600)
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("forked role", timeout or 3600)
            time.sleep(0.005)
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
        return self.returncode or 0


class QuickRole(Role):
    """A role started by the launcher. `point`: where it kills itself or does wrong (see `points`)."""

    point = ""

    def begin(self) -> None:
        """Start and return at once."""
        home = self.folder / "nlu"
        if MODEL.is_dir() and not home.exists():
            shutil.copytree(MODEL, home)
        self.heartbeat.unlink(missing_ok=True)
        log = str(self.folder / f"{self.arguments[0]}.log")
        order = {"arguments": self.arguments, "env": self.env, "log": log, "point": self.point}
        self.process = Forked(launcher.fork(order))  # type: ignore[assignment]
