"""The one event loop on which this process speaks to Telegram: the library awaits, our threads wait."""

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_process = 0  # a forked process inherits the loop but not the thread that runs it


def run(call: Coroutine[Any, Any, T]) -> T:
    """Run a call to its end and return its result; from any thread but the loop's own."""
    return asyncio.run_coroutine_threadsafe(call, _running()).result()


def _new() -> asyncio.AbstractEventLoop:
    """A loop in C where there is one, as the web server has it: a seventh of a call's processor time."""
    try:
        import uvloop
    except ImportError:  # Windows has none
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _running() -> asyncio.AbstractEventLoop:
    global _loop, _process
    with _lock:
        if _loop is None or _process != os.getpid():
            _loop, _process = _new(), os.getpid()
            threading.Thread(target=_loop.run_forever, name="telegram-loop", daemon=True).start()
        return _loop
