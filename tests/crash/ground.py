"""What a soak stands on: a disk that can be filled, servers on it, and a clock that can be set.

The disk is a small file system in memory. It is filled by making it no larger than what is in it, which takes
no memory and is for everybody on it what a full disk is. That, and being root to do it, is Linux's.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import ROOT, Postgres, Redis

SIZE = 3_000  # MB
LEFT = 1  # MB, when it is full
CLOCKWORK = Path(__file__).parent / "clockwork"


@dataclass(frozen=True)
class SmallDisk:
    """A mounted tmpfs."""

    folder: Path

    def used(self) -> int:
        """Megabytes, rounded up."""
        return -(-shutil.disk_usage(self.folder).used // 2**20)

    def fill(self) -> None:
        """Leave one megabyte."""
        self._resize(self.used() + LEFT)

    def free(self) -> None:
        """There is room again."""
        self._resize(SIZE)

    def _resize(self, size: int) -> None:
        mount("-o", f"remount,size={size}m", str(self.folder))


def mount(*arguments: str) -> None:
    """Raises CalledProcessError where it is not allowed."""
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Mounted while the block runs; skips where one may not mount."""
    folder = Path(tempfile.mkdtemp(prefix="sorot-disk-"))
    try:
        mount("-t", "tmpfs", "-o", f"size={SIZE}m,mode=0755", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError) as refused:
        folder.rmdir()
        pytest.skip(f"a disk to fill cannot be mounted here: {refused}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        with suppress(OSError):
            folder.rmdir()


@dataclass
class Clock:
    """The wall clock of the product's processes; durations go on being measured as they are."""

    file: Path
    shift: int = 0  # seconds

    def set_back(self, seconds: int) -> None:
        """Within half a second it is so much earlier in every process."""
        self.shift -= seconds
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{self.shift}\n")
        beside.replace(self.file)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours is started with so that it looks at this clock."""
        return {"PYTHONPATH": f"{CLOCKWORK}:{ROOT}", "SOROT_SOAK_CLOCK": str(self.file)}


@dataclass(frozen=True)
class Ground:
    """`home`: where the product keeps its files, on the disk that can be filled, as the database is."""

    disk: SmallDisk
    postgres: Postgres
    redis: Redis
    clock: Clock
    home: Path


@contextmanager
def ground(beside: Path) -> Iterator[Ground]:
    """Everything started; `beside`: a folder that is not on the disk."""
    clock = Clock(beside / "clock")
    clock.set_back(0)
    with small_disk() as disk:
        folders = {name: disk.folder / name for name in ("postgres", "home")}
        for folder in folders.values():
            folder.mkdir()
        (beside / "redis").mkdir()
        servers = Postgres(folder=folders["postgres"]), Redis(folder=beside / "redis")
        try:
            for server in servers:
                server.start()
            yield Ground(disk, *servers, clock, folders["home"])
        finally:
            for server in servers:
                server.stop()


def resident_memory(pid: int) -> float:
    """Megabytes that a process holds; 0 when it is gone."""
    with suppress(OSError, ProcessLookupError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0
