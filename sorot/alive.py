"""Is a role alive? The web role is asked over HTTP, the others by the file they touch while they run."""

import urllib.error
import urllib.request
from pathlib import Path

from sorot.settings import Settings
from storage import clock

SILENT_AFTER = 30.0  # seconds without a touch


def check(role: str, settings: Settings) -> str | None:
    """None when fit, else the reason in a sentence."""
    if role == "web":
        return _web(f"http://127.0.0.1:{settings.port}/health")
    return _file(settings.home / f"alive-{role}")


def _web(url: str) -> str | None:
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310 - our own address
            return None if answer.status == 200 else f"/health answered {answer.status}"
    except urllib.error.HTTPError as error:
        return f"/health answered {error.code}"
    except OSError as error:
        return f"/health did not answer: {error}"


def _file(path: Path) -> str | None:
    try:
        age = clock.now().timestamp() - path.stat().st_mtime
    except FileNotFoundError:
        return f"not running here: {path} does not exist"
    return f"silent for {age:.0f} s" if age > SILENT_AFTER else None
