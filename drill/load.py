"""What the product's processes cost: processor seconds and memory, over restarts."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from tests.crash.ground import resident_memory
from tests.servers import Role

TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """Used by this process so far; 0 when it is gone."""
    with suppress(OSError, IndexError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0.0


class Load(threading.Thread):
    """Looks every two seconds. Of each role: seconds over all its lives; the most it held, in megabytes."""

    def __init__(self, roles: list[Role]) -> None:
        super().__init__(name="load", daemon=True)
        self.roles, self.stopping = roles, threading.Event()
        self.peak: dict[str, float] = {}
        self._used: dict[tuple[str, int], float] = {}

    def run(self) -> None:
        """Until told to stop."""
        while not self.stopping.wait(2):
            self.look()

    def look(self) -> None:
        """Once."""
        for role in self.roles:
            if role.process is None:
                continue
            name, pid = self._called(role), role.process.pid
            self._used[name, pid] = max(processor_seconds(pid), self._used.get((name, pid), 0.0))
            self.peak[name] = max(resident_memory(pid), self.peak.get(name, 0.0))

    def _called(self, role: Role) -> str:
        return role.arguments[0] if len(self.roles) == 1 else role.folder.name

    def seconds(self) -> dict[str, float]:
        """Of the processor, by role."""
        found: dict[str, float] = {}
        for (name, _), used in self._used.items():
            found[name] = round(found.get(name, 0.0) + used, 1)
        return found
