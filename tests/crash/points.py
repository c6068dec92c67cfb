"""Where a process of the product is made to die, or to do wrong on purpose. Runs in the forked process.

A point is `NAME` or `NAME:N`: die when it is passed for the N-th time. Each patch names what it replaces,
so a function that has moved ends the process at once with its name: no test can pass by dying nowhere.
"""

import itertools
import os
import signal
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

LATE = 0.3  # seconds by which the mutation stores too late
# Each door's function that returns once what came in is committed, before the 2xx goes out.
DOORS = (
    ("bot.channels.telegram.routes", "accept"),
    ("bot.channels.whatsapp.routes", "accept"),
    ("bot.channels.web.routes", "store"),
)
POLLING = ("bot.channels.telegram.polling", "take")  # asking on is the acknowledgement here


def arm(point: str) -> None:
    """Change this process as `point` says; KeyError when there is no such point."""
    name, _, number = point.partition(":")
    POINTS[name](int(number or 1))


def _patch(module: str, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Replace `module.name`, which may be a method (`Class.method`), by what `wrap` makes of it."""
    owner: Any = import_module(module)
    *path, last = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    setattr(owner, last, wrap(getattr(owner, last)))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(number: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Die when the function returns for the `number`-th time, its result not yet given to anybody."""
    count = itertools.count(1)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*args: Any, **kwargs: Any) -> Any:
            result = function(*args, **kwargs)
            if next(count) >= number:
                _die()
            return result

        return dying

    return wrap


def _before(number: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Die when the function is called for the `number`-th time."""
    count = itertools.count(1)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*args: Any, **kwargs: Any) -> Any:
            if next(count) >= number:
                _die()
            return function(*args, **kwargs)

        return dying

    return wrap


def _after_inbox_commit(number: int) -> None:
    dying = _after(number)
    for module, name in (*DOORS, POLLING):
        _patch(module, name, dying)


def _before_outbox(number: int) -> None:
    """A turn's use cases have run; the first answer is not yet a row."""
    _patch("storage.outbox", "put", _before(number))


def _before_commit(number: int) -> None:
    """Answers are rows and the message is marked as handled; the transaction is still open."""
    _patch("storage.inbox", "done", _after(number))


def _sent_unmarked(number: int) -> None:
    """The platform has taken the message, or the browser has shown it; neither is written down."""
    _patch("bot.sending", "Sender._record_surely", _before(number))
    _patch("bot.channels.web.routes", "_delivered", _before(number))


def _acknowledge_first(number: int) -> None:
    """The fault the whole design is there to prevent: 2xx goes out, and storing follows some time later."""
    del number

    def later(answer: Callable[[], Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
            def acknowledging(*args: Any, **kwargs: Any) -> Any:
                threading.Timer(LATE, function, args, kwargs).start()
                return answer()

            return acknowledging

        return wrap

    from starlette.responses import JSONResponse

    from bot.channels.whatsapp.statuses import KnownStatus

    answers: tuple[Callable[[], Any], ...] = (
        lambda: JSONResponse({}), lambda: KnownStatus.NOTED, lambda: (1, True)
    )  # fmt: skip
    for (module, name), answer in zip(DOORS, answers, strict=True):
        _patch(module, name, later(answer))


def _understanding_hangs(number: int) -> None:
    """The engine never comes back."""
    del number

    class Hung:
        name = "macet"

        def understand(self, text: str) -> Any:
            threading.Event().wait()

    _patch("sorot.prepare", "engine_for", lambda _: lambda *args, **kwargs: Hung())


POINTS: dict[str, Callable[[int], None]] = {
    "after-inbox-commit": _after_inbox_commit,
    "before-outbox": _before_outbox,
    "before-commit": _before_commit,
    "sent-unmarked": _sent_unmarked,
    "acknowledge-first": _acknowledge_first,
    "understanding-hangs": _understanding_hangs,
}
