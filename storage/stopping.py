"""Waiting in an event loop for what another thread sets: no loop owns a thread's event."""

import asyncio
import threading
from contextlib import suppress

LETS_GO = 5.0  # seconds after which a thread ends whose loop waits no longer


async def until_set(stop: threading.Event) -> None:
    """Return once `stop` is set by another thread. Nobody looks meanwhile: a thread waits, and sleeps."""
    loop, told, over = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def wait() -> None:
        while not stop.wait(LETS_GO):
            if over.is_set():
                return
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(told.set)

    threading.Thread(target=wait, name="until stopped", daemon=True).start()
    try:
        await told.wait()
    finally:
        over.set()
