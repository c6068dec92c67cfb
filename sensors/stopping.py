"""How the roles of this room end: a thread's event, watched from an event loop."""

import asyncio
import threading


async def until_set(stop: threading.Event) -> None:
    """Return soon after `stop` is set by another thread."""
    while not stop.is_set():  # noqa: ASYNC110 - no loop owns a thread's event
        await asyncio.sleep(0.1)
