"""Programs that are called hear everything once known to them, in order and signed, whatever dies between.

Judge of the signatures: PyPI `standardwebhooks`.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook as Judge
from standardwebhooks import WebhookVerificationError

from routing.domain.webhooks import as_told, key
from routing.errors import BadInput
from routing.news import webhooks
from routing.news.webhooks import LEASE, Wanted
from routing.reports import officers_work
from sorot.webhooks import WebhookRound
from storage import clock, db
from storage.models import Officer, Report, Webhook
from tests.factories import city, reports

SECRET = "a secret only this test knows, long enough"
KINDS = ("report_filed", "report_answered", "report_status")


@dataclass
class Receiver:
    """A program that takes messages, or answers what `answers` says first."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def seqs(self) -> list[int]:
        return [json.loads(body)["data"]["event"] for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    it = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = it.answers.pop(0) if it.answers else 204
            if status < 300:
                it.got.append((dict(self.headers), body))
            self.send_response(status)
            self.send_header("Location", f"{it.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    it.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield it
    server.shutdown()
    server.server_close()


@dataclass
class Stage:
    """A city with an admin, an officer of each of two agencies, and a clock of its own."""

    receiver: Receiver
    admin: int
    officer: int
    now: datetime
    trusted: tuple[str, ...] = ("127.0.0.1",)
    look: WebhookRound | None = None

    def make(self, *, agencies: tuple[str, ...] = (), acts_as: int | None = None, url: str = "") -> int:
        with db.transaction() as tx:
            officer = tx.get(Officer, acts_as) if acts_as else None
            wanted = Wanted("Dasbor", url or self.receiver.url, KINDS, agencies, officer)
            admin = tx.get_one(Officer, self.admin)
            return webhooks.make(tx, wanted, by=admin, trusted=self.trusted, now=self.now).id

    def file(self, **more: Any) -> str:
        with db.transaction() as tx:
            return reports.filed(tx, now=self.now, **more).number

    def round(self, *, later: timedelta = timedelta()) -> None:
        self.now += later
        self.look = self.look or WebhookRound(SECRET, lambda: self.now, self.trusted)
        self.look()

    def row(self, webhook_id: int) -> Webhook:
        with db.reading() as session:
            return session.get_one(Webhook, webhook_id)

    def dead(self, webhook_id: int) -> list[int]:
        with db.reading() as session:
            return [row.event_seq for row, _ in webhooks.dead(session, webhook_id)]


@pytest.fixture
def stage(database: str, receiver: Receiver) -> Stage:
    with db.transaction() as tx:
        city.load(tx)
        people = [
            Officer(username=name, name=name, role=role, agency_code=agency, created_at=city.NOW)
            for name, role, agency in (("admin", "admin", None), ("rina", "petugas", "dbmsda"))
        ]
        tx.add_all(people)
        tx.flush()
        return Stage(receiver, people[0].id, people[1].id, clock.now())


def test_a_program_hears_what_everybody_may_in_order_and_signed(stage: Stage) -> None:
    hook = stage.make()
    first = stage.file(category="pju", text="Gelap di depan pasar, telepon 0812-7788-9900")
    stage.file(category="pju", privacy="rahasia")
    stage.file(category="kesehatan")
    second = stage.file(category="jalan_rusak")
    with db.transaction() as tx:
        report = tx.query(Report).filter_by(number=second).one()
        officer = tx.get_one(Officer, stage.officer)
        officers_work.answer(tx, officer=officer, report=report, text="Segera kami cek.", now=stage.now)
    stage.round()
    stage.round()
    told = [json.loads(body) for _, body in stage.receiver.got]
    assert [(one["type"], one["data"]["report"]["number"]) for one in told[:3]] == [
        ("report_filed", first), ("report_filed", second), ("report_answered", second),
    ]  # fmt: skip
    assert stage.receiver.seqs() == sorted(set(stage.receiver.seqs()))
    assert "pasar" not in str(told)
    judge = Judge(as_told(key(SECRET, hook, stage.row(hook).salt)))
    for headers, body in stage.receiver.got:
        judge.verify(body, headers)
    headers, body = stage.receiver.got[0]
    with pytest.raises(WebhookVerificationError):
        judge.verify(body.replace(b"pju", b"jpu"), headers)


def test_a_program_of_an_agency_hears_what_its_officer_may_read(stage: Stage) -> None:
    stage.make(acts_as=stage.officer)
    mine = stage.file(category="jalan_rusak", privacy="rahasia", text="Aspal amblas di tikungan.")
    stage.file(category="sampah")  # another agency's
    stage.round()
    told = [json.loads(body)["data"]["report"] for _, body in stage.receiver.got]
    assert [(one["number"], one["text"]) for one in told] == [(mine, "Aspal amblas di tikungan.")]


def test_chosen_agencies_alone_are_told_of(stage: Stage) -> None:
    stage.make(agencies=("dlh",))
    stage.file(category="jalan_rusak")
    trash = stage.file(category="sampah")
    stage.round()
    told = [json.loads(body)["data"]["report"] for _, body in stage.receiver.got]
    assert [(one["number"], one["agency"]["code"]) for one in told] == [(trash, "dlh")]


def test_what_is_not_taken_is_tried_for_a_day_then_set_aside_and_sent_again_by_its_number(
    stage: Stage,
) -> None:
    hook = stage.make()
    stage.file()
    stage.receiver.answers = [500, 302, 429]
    for tries in (1, 2, 3):
        stage.round(later=timedelta(minutes=tries))
        assert (stage.row(hook).failures, stage.receiver.got) == (tries, [])
    stage.round()  # not before its time
    assert stage.row(hook).failures == 3
    stage.round(later=timedelta(hours=1))
    (taken,) = stage.receiver.seqs()
    stage.file()
    stage.receiver.answers = [503, 503]
    stage.round()
    stage.round(later=timedelta(hours=25))
    (lost,) = stage.dead(hook)
    assert (stage.row(hook).status, stage.row(hook).error) == ("hidup", "jawaban 503")
    stage.file()
    stage.round(later=timedelta(hours=1))
    assert stage.receiver.seqs()[0] == taken
    assert lost not in stage.receiver.seqs()
    assert stage.receiver.seqs()[-1] > lost
    with db.transaction() as tx:
        webhooks.resume(tx, hook, first=lost, by=tx.get_one(Officer, stage.admin), now=stage.now)
    stage.round()
    assert stage.receiver.seqs()[2] == lost
    assert stage.dead(hook) == []
    names = [headers["webhook-id"] for headers, _ in stage.receiver.got]
    assert names[1] == names[-1] != names[2]  # the one after it came twice, under one id


@pytest.mark.parametrize("moment", ["next_call", "took"])
def test_nothing_is_lost_when_a_process_is_killed(
    stage: Stage, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.make()
    for _ in range(3):
        stage.file()
    real, left = getattr(webhooks, moment), [2]

    def dies(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(webhooks, moment, dies)
    with pytest.raises(KeyboardInterrupt):
        stage.round()
    monkeypatch.undo()
    before = len(stage.receiver.got)
    stage.round()  # its lease runs still
    assert len(stage.receiver.got) == before
    stage.round(later=LEASE)
    heard = stage.receiver.seqs()
    once = list(dict.fromkeys(heard))
    assert once == sorted(once)
    assert len(once) == 3
    assert len(heard) - len(once) == (1 if moment == "took" else 0)


def test_who_wants_nothing_any_more_is_not_called_again(stage: Stage) -> None:
    hook = stage.make()
    stage.file()
    stage.receiver.answers = [410]
    stage.round()
    stage.round(later=timedelta(hours=2))
    assert (stage.row(hook).status, stage.receiver.got) == ("berhenti", [])


def test_an_address_inside_is_never_called(stage: Stage) -> None:
    for url in (
        "http://contoh.go.id/x",
        "https://a:b@contoh.go.id",
        "ftp://contoh.go.id",
        "https://",
        "x" * 600,
    ):
        with pytest.raises(BadInput):
            stage.make(url=url)
    hook = stage.make(url=stage.receiver.url)
    stage.trusted = ()  # as for any other host whose name leads here
    stage.file()
    stage.round()
    assert stage.receiver.got == []
    assert stage.row(hook).error == "tidak terhubung"
