"""The way to the processes that decode pictures: started when needed, one question at a time each.

It ends by itself when idle or when we are gone; when a picture kills it, the next question starts another.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

log = logging.getLogger(__name__)

# An ordinary picture takes a second or two; a busy machine is given time, a decoder that never ends is not.
TIME_LIMIT = {"redraw": 25.0, "blur": 60.0}  # seconds a question
FAREWELL = 5.0  # seconds a process gets to end once it stopped talking
ROOT = Path(__file__).resolve().parent.parent
OUT_OF_MEMORY = 3  # exit code of the process
# None of our secrets; one arena and one thread, large pieces apart: memory is limited and comes back.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "1000000", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}  # fmt: skip


class NotShown(Exception):
    """The picture is refused; `code` as in `storage.pictures.PictureRefused`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Died(Exception):
    """The process died of the picture. of: "memory", "time" or "" for anything else."""

    def __init__(self, of: str = "") -> None:
        super().__init__(of or "died")
        self.of = of


class Helper:
    """One process and the questions put to it; safe to share between threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def ask(self, op: str, raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """What the process says of `raw`: its facts and its files; NotShown or Died."""
        with self.lock:
            try:
                return self._ask(op, raw)
            except EOFError:  # it had just gone home, idle
                pass
            try:
                return self._ask(op, raw)
            except EOFError:
                raise Died from None

    def _ask(self, op: str, raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
        process = self._running()
        late = threading.Event()

        def too_late() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(TIME_LIMIT[op], too_late)
        timer.start()
        try:
            told, files = _talk(process, op, raw)
        except (OSError, EOFError, ValueError):
            raise self._farewell(process, late=late.is_set()) from None
        finally:
            timer.cancel()
        if code := told.get("refused"):
            raise NotShown(code)
        return told, files

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; another's (we are a fork of its owner) is left alone."""
        process = self.process if self.owner == os.getpid() else None
        if process is None or process.poll() is not None:
            self.owner = os.getpid()
            process = self.process = subprocess.Popen(
                # Where stderr is a file it may not write there, and a warning would spoil its going home.
                [sys.executable, "-W", "ignore", "-m", "storage.picture_process"],
                env=ENVIRONMENT, cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for us; it ends when we do
            )  # fmt: skip
        return process

    def _farewell(self, process: subprocess.Popen[bytes], *, late: bool) -> Exception:
        """Why it is gone: EOFError when it left of its own accord before it read the question."""
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what it did not take any more is not for it now
                    pipe.close()
        self.process = None
        try:
            code = process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if late:
            return Died("time")
        if code == 0:
            return EOFError()
        log.warning("the picture process died (%d)", code)
        return Died("memory" if code == OUT_OF_MEMORY else "")

    def end(self) -> None:
        """End the process, if it runs; the next question starts another."""
        process = self.process
        if process is None or self.owner != os.getpid():
            return
        process.kill()
        self._farewell(process, late=True)


def _talk(process: subprocess.Popen[bytes], op: str, raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    write(process.stdin, {"op": op}, [raw])
    return read(process.stdout)


def write(pipe: BinaryIO | Any, told: dict[str, Any], files: list[bytes]) -> None:
    """One message: a line of JSON that also says how long each file is, then the files."""
    head = {**told, "sizes": [len(file) for file in files]}
    pipe.write(json.dumps(head).encode() + b"\n")
    for file in files:
        pipe.write(file)
    pipe.flush()


def read(pipe: BinaryIO | Any) -> tuple[dict[str, Any], list[bytes]]:
    """The next message; EOFError when the other side is gone."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    told = json.loads(line)
    files = [pipe.read(size) for size in told["sizes"]]
    if [len(file) for file in files] != told["sizes"]:
        raise EOFError
    return told, files


Line = Literal["residents", "officers", "cameras"]
# A process each: an officer's photo waits behind officers' alone, however many pictures residents send.
_helpers: dict[Line, Helper] = {"residents": Helper(), "officers": Helper(), "cameras": Helper()}


def ask(op: str, raw: bytes, line: Line = "residents") -> tuple[dict[str, Any], list[bytes]]:
    """`Helper.ask` of the process that serves this line of people."""
    return _helpers[line].ask(op, raw)


@atexit.register
def end() -> None:
    """End the processes that run."""
    for helper in _helpers.values():
        helper.end()
