"""Traces by OpenTelemetry, to where SOROT_TRACES_URL points; loaded only then.

A trace tells what was done and how long it took: requests by their route, work by its kind, calls to
platforms, statements by their verb and table. Whatever else a library would add (paths, queries, values,
messages of errors) is taken off before anything leaves (`KEPT`).
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import SpanKind, Status, StatusCode
from sqlalchemy import Engine, event

from storage import spans

KEPT = frozenset(
    {
        "http.route", "http.request.method", "http.response.status_code", "error.type", "db.system.name",
        "db.operation.name", "db.collection.name", "channel", "outcome",
    }
)  # fmt: skip
_TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+"?([a-z_]+)', re.IGNORECASE)
_AT = "traced_at"  # in a connection's info


class Tracing:
    """Of one process. provider: what the web framework makes its spans with."""

    def __init__(self, url: str, *, role: str, share: float) -> None:
        told = Resource.create({"service.name": "sorot", "service.instance.id": role})
        self.provider = TracerProvider(resource=told, sampler=ParentBasedTraceIdRatio(share))
        self.provider.add_span_processor(BatchSpanProcessor(Cleaned(OTLPSpanExporter(endpoint=url))))
        self._tracer = self.provider.get_tracer("sorot")

    @property
    def of_requests(self) -> TelemetryConfig:
        """For the web framework: a span a request, and nothing else of what it can tell."""
        return {
            "tracer_provider": self.provider, "metrics": False, "logs": False, "operation_spans": False,
        }  # fmt: skip

    def begin(self) -> None:
        """Hear of this process's work and statements."""
        spans.on_span(self._span)
        event.listen(Engine, "before_cursor_execute", _asked)
        event.listen(Engine, "after_cursor_execute", self._answered)

    def end(self) -> None:
        """Hear no more; what is left is sent."""
        spans.on_span(None)
        event.remove(Engine, "before_cursor_execute", _asked)
        event.remove(Engine, "after_cursor_execute", self._answered)
        self.provider.shutdown()

    @contextmanager
    def _span(self, name: str, told: dict[str, str]) -> Iterator[Callable[[str, str], None]]:
        made = self._tracer.start_as_current_span(
            name, attributes=told, record_exception=False, set_status_on_exception=False
        )
        with made as span:
            try:
                yield span.set_attribute
            except BaseException as failure:  # whatever it was: it goes on its way
                span.set_attribute("error.type", type(failure).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def _answered(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        """A statement within something that is traced; by itself it is none's business."""
        begun = connection.info.pop(_AT, None)
        if begun is None or not trace.get_current_span().is_recording():
            return
        verb, table = named(statement)
        told = {
            "db.system.name": connection.dialect.name, "db.operation.name": verb, "db.collection.name": table
        }  # fmt: skip
        name = f"{verb} {table}".strip()
        self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=told, start_time=begun).end()


def _asked(connection: Any, *rest: Any) -> None:
    connection.info[_AT] = time.time_ns()


def named(statement: str) -> tuple[str, str]:
    """What a statement does and to which table, the first it names."""
    table = _TABLE.search(statement)
    return statement.split(None, 1)[0].upper(), table[1] if table else ""


class Cleaned(SpanExporter):
    """Hands on what may leave, and nothing else of a span."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """As the exporter."""
        return self._exporter.export([_clean(span) for span in spans])

    def shutdown(self) -> None:
        """As the exporter."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """As the exporter."""
        return self._exporter.force_flush(timeout_millis)


def _clean(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name, context=span.context, parent=span.parent, resource=span.resource,
        attributes={name: value for name, value in (span.attributes or {}).items() if name in KEPT},
        kind=span.kind, status=Status(span.status.status_code), start_time=span.start_time,
        end_time=span.end_time, instrumentation_scope=span.instrumentation_scope,
    )  # fmt: skip
