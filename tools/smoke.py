"""Starts the product as a newcomer would (`./dev up`), looks at it once, and ends it with Ctrl-C.

Prints what it saw; exits 1 when a page is not served or Ctrl-C does not end it cleanly.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
PAGES = ("/health", "/", "/masuk")
SECONDS_TO_START = 300  # the first start sets up, trains and fills the demo city
SECONDS_TO_END = 30  # what those who run services grant; the suite may be running beside us


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(url: str) -> int:
    """The HTTP status of a page; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def look(process: subprocess.Popen[bytes], address: str) -> list[str]:
    """What is wrong with the running product: nothing, or one line each."""
    began = time.monotonic()
    while status(f"{address}/health") != 200:
        if process.poll() is not None:
            return [f"./dev up ended with {process.returncode} before it served a page"]
        if time.monotonic() - began > SECONDS_TO_START:
            return [f"no healthy page after {SECONDS_TO_START} s"]
        time.sleep(0.2)
    print(f"smoke: healthy after {time.monotonic() - began:.1f} s", flush=True)
    return [f"{page} answered {code}" for page in PAGES if (code := status(address + page)) != 200]


def end(process: subprocess.Popen[bytes]) -> list[str]:
    """Ctrl-C reaches the whole group, as from a terminal; what was wrong with the ending."""
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    try:
        code = process.wait(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGABRT)  # each process says where it stood: PYTHONFAULTHANDLER
        time.sleep(1)
        os.killpg(process.pid, signal.SIGKILL)
        return [f"Ctrl-C did not end it within {SECONDS_TO_END} s"]
    print(f"smoke: ended {time.monotonic() - began:.1f} s after Ctrl-C with {code}", flush=True)
    return [] if code in (0, 130, -signal.SIGINT) else [f"it ended with {code}"]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="sorot-smoke-") as home:
        port = free_port()
        env = os.environ | {
            "SOROT_HOME": home, "SOROT_PORT": str(port), "SOROT_MQTT_PORT": str(free_port()),
            "PYTHONFAULTHANDLER": "1",
        }  # fmt: skip
        process = subprocess.Popen(
            [str(TOP / "dev"), "up"], env=env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        problems = look(process, f"http://127.0.0.1:{port}")
        if process.poll() is None:
            problems += end(process)
    for problem in problems:
        print(f"smoke: {problem}", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
