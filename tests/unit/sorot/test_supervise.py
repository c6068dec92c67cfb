"""Services of one process: one that crashes is started again, and all end together."""

import logging
import threading
from types import SimpleNamespace

import pytest

from sorot import supervise
from sorot.supervise import Supervisor, every


def test_a_crashed_service_is_started_again_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.01)
    starts, steady, again = [], threading.Event(), threading.Event()

    def fragile(stop: threading.Event) -> None:
        starts.append(1)
        if len(starts) == 1:
            raise RuntimeError("first time")
        again.set()
        stop.wait()

    def calm(stop: threading.Event) -> None:
        steady.set()
        stop.wait()

    supervisor = Supervisor()
    with caplog.at_level(logging.ERROR):
        supervisor.start("fragile", fragile)
        supervisor.start("calm", calm)
        assert again.wait(10)
    assert steady.is_set()
    assert len(starts) == 2
    assert "first time" in supervisor.crashes["fragile"]
    assert supervisor.end() == []


def test_a_service_that_does_not_end_is_named() -> None:
    supervisor, let_go = Supervisor(), threading.Event()

    def stubborn(stop: threading.Event) -> None:
        let_go.wait(30)

    supervisor.start("stubborn", stubborn)
    assert supervisor.end(timeout=0.05) == ["stubborn"]
    let_go.set()


def test_many_that_do_not_end_are_waited_for_once_not_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supervisor, let_go, waited = Supervisor(), threading.Event(), list[float]()

    def stubborn(stop: threading.Event) -> None:
        let_go.wait(30)

    for name in ("one", "two", "three"):
        supervisor.start(name, stubborn)
    clock = SimpleNamespace(monotonic=iter((100.0, 100.0, 107.0, 109.0)).__next__)
    monkeypatch.setattr(supervise, "time", clock)
    for thread in supervisor.threads:
        monkeypatch.setattr(thread, "join", waited.append)
    assert supervisor.end(timeout=8) == ["one", "two", "three"]
    assert waited == [8.0, 1.0, 0.0]
    let_go.set()


def test_every_runs_at_once_and_then_again_until_stopped() -> None:
    calls, enough = [], threading.Event()

    def step() -> None:
        calls.append(1)
        if len(calls) == 3:
            enough.set()

    supervisor = Supervisor()
    supervisor.start("step", every(0.01, step))
    assert enough.wait(10)
    assert supervisor.end() == []


def test_a_task_may_end_by_itself_and_a_service_may_not() -> None:
    def until_told(stop: threading.Event) -> None:
        stop.wait()

    supervisor = Supervisor()
    supervisor.start("runs", until_told)
    supervisor.start("once", lambda stop: None, task=True)
    supervisor.threads[1].join(10)
    assert supervisor.well()
    supervisor.start("gone", lambda stop: None)
    supervisor.threads[2].join(10)
    assert not supervisor.well()
    supervisor.end()
