"""What the parts of a product spend: processor time and memory of processes and their children (/proc)."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Part:
    """A process and all it has started, under a name: web, worker, database."""

    name: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time so far: unlike a latency, hardly touched by what else the machine does."""
        ended = sum(_times(self.pid)[2:])  # of children that were waited for
        return (ended + sum(sum(_times(pid)[:2]) for pid in self._all())) / TICK

    def memory_mb(self) -> dict[str, float]:
        """Resident MB of each of its processes, the first one under the part's own name."""
        return {
            self.name if pid == self.pid else f"{self.name}'s {pid}": _resident(pid) for pid in self._all()
        }

    def _all(self) -> list[int]:
        found = [self.pid]
        for pid in found:  # grows while it is walked
            found += _children(pid)
        return found


def _times(pid: int) -> tuple[int, int, int, int]:
    """utime, stime, cutime, cstime in ticks; noughts for one that has ended meanwhile."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0, 0, 0
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return user, system, ended_user, ended_system


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1) if "VmRSS:" in status else 0.0
