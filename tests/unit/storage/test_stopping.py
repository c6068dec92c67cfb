"""A loop that waits for a thread's event goes on when it is set, and leaves no thread when it gives up."""

import asyncio
import threading

import pytest

from storage import stopping


def waiting() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "until stopped"]


def test_it_returns_when_another_thread_sets_it() -> None:
    stop = threading.Event()

    async def both() -> None:
        asyncio.get_running_loop().call_later(0.05, threading.Thread(target=stop.set).start)
        await stopping.until_set(stop)

    asyncio.run(both())
    assert stop.is_set()


def test_a_wait_given_up_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "LETS_GO", 0.01)
    before, stop = set(waiting()), threading.Event()

    async def given_up() -> None:
        task = asyncio.create_task(stopping.until_set(stop))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(given_up())
    for thread in set(waiting()) - before:
        thread.join(10)
        assert not thread.is_alive()
    assert not stop.is_set()
