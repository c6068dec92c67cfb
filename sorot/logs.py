"""The log: as text for a terminal, or as one JSON object a line, which holds no word of anybody.

SOROT_LOG=json is for machines that keep logs for long. Of a line it has the sentence as it stands in the
code, the numbers that were put into it, the class of an exception and where in the code it was raised; never
what it said.
"""

import json
import logging
import socket
import traceback
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sorot.settings import Settings

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FRAMES = 8  # the innermost
NUMBERS = (bool, int, float, Enum, type(None))


class JsonLines(logging.Formatter):
    """A line as JSON."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role, self.host = role, socket.gethostname()

    def format(self, record: logging.LogRecord) -> str:
        """One object; `with` holds the numbers in the order of the sentence's places, null for all else."""
        from watching.errors import kind_of, sentence  # every command has logs, few these

        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "role": self.role, "host": self.host, "logger": record.name,
            "said": sentence(record),
        }  # fmt: skip
        if isinstance(record.args, tuple) and record.args:
            line["with"] = [arg if isinstance(arg, NUMBERS) else None for arg in record.args]
        if kind := kind_of(record):
            line["error"] = kind
        if record.exc_info and record.exc_info[2]:
            frames = traceback.extract_tb(record.exc_info[2])[-FRAMES:]
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        line |= getattr(record, "facts", {})
        return json.dumps(line, ensure_ascii=False, default=str)


def begin(settings: Settings, role: str) -> None:
    """The log of this process as its settings say."""
    root = logging.getLogger()
    shape = JsonLines(role) if settings.log == "json" else logging.Formatter(TEXT)
    for handler in root.handlers:
        handler.setFormatter(shape)
    if settings.log == "json":
        logging.getLogger(REQUESTS).setLevel(logging.INFO)


REQUESTS = "sorot.requests"
