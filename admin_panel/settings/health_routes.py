"""/admin/kesehatan: how the service itself stands, in words, for who has no dashboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from admin_panel.access import require
from routing.domain.permissions import Action
from storage import clock, written
from storage.db import reading
from storage.models import Officer
from watching import facts, findings
from watching.facts import HealthFacts, Queue, SenderNow
from watching.messages import about, remedy, said, what
from watching.places import Places
from web.templates import render
from web.times import ago, span

router = APIRouter(prefix="/admin/kesehatan")
Caretaker = Annotated[Officer, Depends(require(Action.REPAIR))]


@dataclass(frozen=True)
class HealthLine:
    """One line of a box. state: good | bad | calm."""

    name: str
    words: str
    state: str = "good"


@router.get("")
def health_page(request: Request, officer: Caretaker) -> Response:
    """What is wrong and what to do, then how everything stands, then the last errors."""
    places: Places = request.app.state.places
    now = clock.now()
    with reading() as session:
        seen = facts.gather(session, places, now=now)
    found = findings.judge(seen, places)
    boxes = {
        "Antrean": [_queue(queue, now) for queue in seen.queues],
        "Pengirim": [_sender(sender, seen, now) for sender in seen.senders],
        "Bagian layanan": list(_roles(seen)),
        "Alat pantau": list(_gauges(seen)),
        "Ruang dan data": list(_space(seen)),
        "Cadangan": [_backup(seen, places)],
    }
    return render(
        request, "settings/health.html", page="kesehatan", said="", boxes=boxes, errors=seen.errors,
        wrong=[(finding, what(finding), remedy(finding)) for finding in found], well=said("well"), at=now,
    )  # fmt: skip


def _queue(queue: Queue, now: datetime) -> HealthLine:
    name = f"Keluar lewat {about(queue.channel)}" if queue.channel else about(queue.name).capitalize()
    words = "kosong"
    if queue.oldest is not None:
        waited = span((now - queue.oldest).total_seconds())
        words = f"{written.number(queue.waiting)} menunggu, paling lama {waited}"
    if queue.dead:
        many = f"{facts.MOST_COUNTED}+" if queue.dead == facts.MOST_COUNTED else str(queue.dead)
        words += f"; {many} menyerah"
    late = queue.oldest is not None and now - queue.oldest > findings.WAITED and queue.channel != "web"
    return HealthLine(name, words, "bad" if late else ("calm" if queue.dead else "good"))


def _sender(sender: SenderNow, seen: HealthFacts, now: datetime) -> HealthLine:
    if sender.channel in seen.stuck:
        return HealthLine(about(sender.channel), "tidak ada yang terkirim", "bad")
    if sender.until is None:
        return HealthLine(about(sender.channel), "belum pernah mengirim", "calm")
    if sender.until > now:
        return HealthLine(about(sender.channel), f"bertugas di {sender.owner.split(':')[0]}")
    return HealthLine(about(sender.channel), f"tidak ada yang dikirim sejak {ago(sender.until, now)}", "calm")


def _roles(seen: HealthFacts) -> Iterator[HealthLine]:
    for role, patience in findings.SILENT.items():
        last = seen.roles.get(role)
        if last is None:
            yield HealthLine(about(role).capitalize(), "belum pernah berjalan di sini", "calm")
        else:
            state = "bad" if seen.at - last > patience else "good"
            yield HealthLine(about(role).capitalize(), f"terakhir terlihat {ago(last, seen.at)}", state)


def _gauges(seen: HealthFacts) -> Iterator[HealthLine]:
    heard = seen.gauges.heard_at
    if heard is None:
        yield HealthLine("Pembaca", "belum pernah berjalan di sini", "calm")
    else:
        state = "bad" if seen.at - heard > findings.DEAF else "good"
        yield HealthLine("Pembaca", f"mendengar {ago(heard, seen.at)}", state)
    silent = seen.gauges.silent
    words = f"{len(silent)} diam: {', '.join(silent[:5])}" if silent else "tidak ada yang diam"
    yield HealthLine(f"{seen.gauges.streams} aliran data", words, "calm" if silent else "good")


def _space(seen: HealthFacts) -> Iterator[HealthLine]:
    for place, (free, whole) in seen.free.items():
        state = "bad" if free < findings.FULL else ("calm" if free < findings.NEARLY_FULL else "good")
        yield HealthLine(f"Ruang untuk {about(place)}", f"{size(free)} kosong dari {size(whole)}", state)
    yield HealthLine("Basis data", size(seen.database_bytes))


def _backup(seen: HealthFacts, places: Places) -> HealthLine:
    made, every = seen.backup, places.every
    if every is None and (made is None or made.at is None):
        return HealthLine("Terakhir", "belum ada, dan tidak ada yang terjadwal", "bad")
    plan = f"terjadwal setiap {span(every.total_seconds())}" if every else "tidak terjadwal"
    if made is None or made.at is None:
        return HealthLine("Terakhir", f"belum ada; {plan}", "bad" if made and made.error else "calm")
    words = f"{ago(made.at, seen.at)}, {size(made.size)}; {plan}"
    if made.error:
        return HealthLine("Terakhir", f"{words}; yang terakhir dicoba gagal", "bad")
    late = seen.at - made.at > (every or timedelta(days=1)) * findings.LATE
    return HealthLine("Terakhir", words, "bad" if late else "good")


def size(many: int) -> str:
    """Bytes as people say them: "412 KB", "1,3 GB"."""
    for unit, bytes_ in (("GB", 2**30), ("MB", 2**20)):
        if many >= bytes_:
            return f"{written.number(many / bytes_)} {unit}"
    return f"{written.number(many / 2**10, 0)} KB"
