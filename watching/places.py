"""What is looked at outside the database, and how much space is left there."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """What is looked at outside the database. every: how often a backup is made; None: never by itself."""

    home: Path
    media: Path | None = None  # None: an S3 store
    backups: Path | None = None
    every: timedelta | None = None


def space(folder: Path) -> tuple[int, int] | None:
    """Bytes free and in all where `folder` lies, or will; None where that cannot be known."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return usage.free, usage.total
