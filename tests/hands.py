"""`-n N`: the tests are collected once, then N copies of this process run them, a file at a time.

Workers of their own (pytest-xdist's) would each start anew, import the product and collect every test: half
a minute of processor time for each. A copy has all that from its parent, and what its parent had read.
A test that ends its process fails by name, and another copy goes on after it.
"""

import os
import signal
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait
from tempfile import TemporaryFile
from typing import Any, cast

import pytest
from _pytest.capture import FDCapture
from _pytest.config import create_terminal_writer

number: int | None = None  # which copy this process is; None in the parent
before: Callable[[], AbstractContextManager[None]] = nullcontext  # what the parent makes ready for all copies


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hands")
    group._addoption("-n", dest="hands", type=int, default=0, help="how many processes run the tests")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """As pytest's own loop, by several processes; its own where one was asked for."""
    config = session.config
    if config.option.hands < 2 or config.option.collectonly or session.testsfailed:
        return None
    with before():
        Run(session).run(config.option.hands)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
    return True


# --- the parent
@dataclass(eq=False)
class Hand:
    """A copy: the line to it, and what it has not finished."""

    pid: int
    line: Connection
    left: deque[int] = field(default_factory=deque)


class Run:
    """Hands out files in the order of the items, and passes on what is reported."""

    def __init__(self, session: pytest.Session) -> None:
        self.session, self.hook = session, session.config.hook
        files = groupby(range(len(session.items)), key=lambda index: session.items[index].path)
        self.files = deque(deque(indexes) for _, indexes in files)
        self.hands: list[Hand] = []
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # one, with a folder for each

    def run(self, hands: int) -> None:
        reporter = self.session.config.pluginmanager.getplugin("terminalreporter")
        if reporter is not None:
            reporter.showfspath = False  # several files at once: dots only
        for index in range(min(hands, len(self.files))):
            self._begin(index)
        begun = len(self.hands)
        try:
            while self.hands and not (self.session.shouldfail or self.session.shouldstop):
                for line in wait([hand.line for hand in self.hands]):
                    hand = next(hand for hand in self.hands if hand.line is line)
                    try:
                        self._heard(hand, *hand.line.recv())
                    except EOFError:
                        begun += self._ended(hand, begun)
        finally:
            for hand in self.hands:
                os.kill(hand.pid, signal.SIGINT)
            for hand in self.hands:
                os.waitpid(hand.pid, 0)

    def _begin(self, index: int) -> None:
        ours, its = Pipe()
        pid = os.fork()
        if pid == 0:
            for other in [ours, *(hand.line for hand in self.hands)]:
                other.close()
            _work(self.session, its, index)  # does not come back
        its.close()
        self.hands.append(Hand(pid, ours))

    def _heard(self, hand: Hand, what: str, *told: Any) -> None:
        if what == "next":
            if self.files:
                hand.left = self.files.popleft()
            hand.line.send(list(hand.left))
        elif what == "report":
            config = self.session.config
            self.hook.pytest_runtest_logreport(
                report=self.hook.pytest_report_from_serializable(config=config, data=told[0])
            )
        elif what == "warning":
            self.hook.pytest_warning_recorded.call_historic(kwargs=told[0])
        else:
            if what == "logfinish":
                hand.left.popleft()
            getattr(self.hook, f"pytest_runtest_{what}")(nodeid=told[0], location=told[1])

    def _ended(self, hand: Hand, begun: int) -> int:
        """How many copies were made in its stead: it ends with nothing left unless a test has ended it."""
        self.hands.remove(hand)
        _, status = os.waitpid(hand.pid, 0)
        if hand.left:
            item = self.session.items[hand.left.popleft()]
            self._failed(item.nodeid, item.location, f"its process ended (status {status}) in this test")
            if hand.left:
                self.files.appendleft(hand.left)
        elif status:
            where = f"process {hand.pid}"
            self._failed(
                where, (where, None, where), f"what it had open did not end in order (status {status})"
            )
        if self.files and status:
            self._begin(begun)
            return 1
        return 0

    def _failed(self, nodeid: str, location: tuple[str, int | None, str], why: str) -> None:
        report = pytest.TestReport(nodeid, location, {}, "failed", why, "call")
        self.hook.pytest_runtest_logreport(report=report)


# --- a copy
class Telling:
    """Tells the parent what pytest tells its plug-ins."""

    def __init__(self, line: Connection, config: pytest.Config) -> None:
        self.line, self.config = line, config
        self.listening = False  # until then it is told again what its parent was told

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self.line.send(("logstart", nodeid, location))

    def pytest_runtest_logfinish(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self.line.send(("logfinish", nodeid, location))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.line.send(("report", data))

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: Any
    ) -> None:
        if not self.listening:
            return
        text = UserWarning(str(warning_message.message))  # its own class may be one that cannot be sent
        place = warning_message.filename, warning_message.lineno
        said = warnings.WarningMessage(text, UserWarning, *place)
        told = {"warning_message": said, "when": when, "nodeid": nodeid, "location": location}
        self.line.send(("warning", told))


def _work(session: pytest.Session, line: Connection, index: int) -> None:
    """Runs what the parent hands out until there is no more, then ends this process."""
    global number
    number, status = index, 1
    try:
        _settle(session.config, line, index)
        for items in _handed(session, line):
            for item, following in zip(items, [*items[1:], session], strict=True):
                # After the last of a file only what belongs to the session stays: the next file is not known.
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=cast(pytest.Item, following))
        session._setupstate.teardown_exact(None)
        session.config.hook.pytest_unconfigure(config=session.config)
        status = 0
    except KeyboardInterrupt:
        session._setupstate.teardown_exact(None)
    except BaseException:  # whatever it was, it is said, and the parent sees how this process ended
        os.write(2, traceback.format_exc().encode())
    finally:
        line.close()
        os._exit(status)


def _handed(session: pytest.Session, line: Connection) -> Iterator[list[pytest.Item]]:
    while True:
        line.send(("next",))
        indexes = line.recv()
        if not indexes:
            return
        yield [session.items[index] for index in indexes]


def _settle(config: pytest.Config, line: Connection, index: int) -> None:
    """What of the parent's is not for a copy: its terminal, its captured output, its temporary folder."""
    capturing = config.pluginmanager.getplugin("capturemanager")
    captured = capturing._global_capturing if capturing is not None else None
    for stream in (captured.out, captured.err) if captured is not None else ():
        # Modules that were imported hold the file objects: they stay, and write into a file of this copy's.
        if isinstance(stream, FDCapture):
            with TemporaryFile(buffering=0) as own:
                os.dup2(own.fileno(), stream.tmpfile.fileno())
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        reporter._tw = create_terminal_writer(config, open(os.devnull, "w"))  # noqa: SIM115 - until the end
    folders = config._tmp_path_factory  # type: ignore[attr-defined]
    folders._basetemp = folders.getbasetemp() / f"hand-{index}"
    folders._basetemp.mkdir(mode=0o700)
    telling = Telling(line, config)
    config.pluginmanager.register(telling)
    telling.listening = True
