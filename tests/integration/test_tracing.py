"""Traces: without an address nothing of them is loaded; with one, what was done is told, and of nobody."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.channels.outcomes import Sent
from sorot.asgi import create_app
from sorot.settings import Settings
from sorot.tracing import KEPT, Tracing, named
from storage import db, spans
from tests.factories import city, people, reports
from tests.fakes.outgoing import pair, queue
from tests.integration.test_canaries import CANARIES, STORY
from tests.servers import ROOT

LOADED = ("opentelemetry.sdk", "opentelemetry.exporter", "google.protobuf", "requests")


@dataclass
class Receiver:
    """Takes traces as a collector does (OTLP over HTTP)."""

    bodies: list[bytes] = field(default_factory=list)
    url: str = ""

    def spans(self) -> list[Span]:
        told = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for one in told for resource in one.resource_spans for scope in resource.scope_spans]
        return [span for scope in scopes for span in scope.spans]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/v1/traces"
        yield receiver
        server.shutdown()


def attributes(span: Span) -> dict[str, str | int]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_trace_tells_what_was_done_and_nothing_of_anybody(sqlite_url: str, tmp_path: Path) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        person.name, person.address = CANARIES["name"], CANARIES["digits"]
        report = reports.filed(tx, by=person, text=STORY, place=CANARIES["place"], track_key="kunci-kenari")
    settings = Settings(home=tmp_path, database_url=sqlite_url, secret_key=SecretStr("x" * 40))
    with receiving() as receiver:
        tracing = Tracing(receiver.url, role="web", share=1.0)
        tracing.begin()
        try:
            with TestClient(create_app(settings, tracing.of_requests)) as browser:
                browser.get(f"/laporan/{report.number}?q={CANARIES['nik']}")
                browser.get(f"/lacak?nomor={report.number}&kunci=kunci-kenari")
                browser.get(f"/{CANARIES['name']}/{CANARIES['mail']}")
                browser.post("/masuk", data={"username": CANARIES["officer"], "password": CANARIES["nik"]})
            _clock, _channel, sender = pair(lambda address, part: Sent("77"))
            queue(CANARIES["digits"], STORY)
            assert sender.run_once() == 1
            with pytest.raises(ValueError, match="Wiranatakusumah"), spans.span("keep house"):
                raise ValueError(CANARIES["name"])
        finally:
            tracing.end()
    found = {span.name: span for span in receiver.spans()}
    page = found["GET /laporan/{number}"]
    assert attributes(page)["http.response.status_code"] == 200
    inside = [span for span in receiver.spans() if span.parent_span_id == page.span_id]
    assert {"SELECT report"} <= {span.name for span in inside}
    assert all(span.start_time_unix_nano >= page.start_time_unix_nano for span in inside)
    assert attributes(found["send a message"]) == {"channel": "telegram", "outcome": "Sent"}
    assert attributes(found["keep house"]) == {"error.type": "ValueError"}
    assert {name for span in receiver.spans() for name in attributes(span)} <= KEPT
    leaked = [word for word in (*CANARIES.values(), report.number, "kunci-kenari", "127.0.0.1", "testserver")
              if any(word.encode() in body for body in receiver.bodies)]  # fmt: skip
    assert leaked == []


def test_without_an_address_nothing_of_it_is_loaded_and_a_span_is_nothing(tmp_path: Path) -> None:
    """Two seconds of processor: the whole product is imported in a process of its own."""
    code = (
        "import sys; from sorot import roles, watched; from sorot.settings import Settings;"
        f"assert watched.trace(Settings(home={str(tmp_path)!r}), 'web') is None;"
        f"print([name for name in sys.modules if name.startswith({LOADED!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with spans.span("keep house", channel="telegram") as tell:
        tell("outcome", "Sent")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT a FROM report WHERE text = 'FROM person'", ("SELECT", "report")),
        ('INSERT INTO "outbox" (id) VALUES (1)', ("INSERT", "outbox")),
        ("update counter set value = 1", ("UPDATE", "counter")),
        ("BEGIN IMMEDIATE", ("BEGIN", "")),
    ],
)
def test_a_statement_is_named_by_its_verb_and_its_first_table(statement: str, told: tuple[str, str]) -> None:
    assert named(statement) == told


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    for url, many in (("http://kolektor:4318/v1/traces", 0), ("kolektor:4318", 1), ("file:///etc/passwd", 1)):
        told = Settings(home=tmp_path, traces_url=url).problems()
        assert len([one for one in told if "SOROT_TRACES_URL" in one]) == many
