"""What happens in a transcript while a report is being told, beside what its people do."""

import re
from collections.abc import Callable
from typing import Any

from bot.dialogue.types import Reply
from bot.handle import handle
from storage import inbox
from storage.db import transaction
from tests.fakes.resident import Resident

_POINT = re.compile(r"\((-?[\d.]+), (-?[\d.]+)\)")


def _taken_at(stage: Any, who: Resident, place: str) -> tuple[Reply, ...]:
    """The job that looks at pictures has found where the last one was taken."""
    found = _POINT.search(place)
    assert found, place
    payload = {"sorot": "photo_point", "lat": float(found[1]), "lon": float(found[2])}
    with transaction() as tx:
        row, _ = inbox.add(
            tx, channel=who.channel, external_id=f"exif:{who.now.timestamp()}", sender=who.address,
            payload=payload, now=who.now,
        )  # fmt: skip
    assert handle(row, engine=who.engine, clock=lambda: who.now)
    return who.read()


ACTS: dict[str, Callable[[Any, Any, str], tuple[Reply, ...]]] = {
    "(foto itu diambil di": _taken_at,
    "(kabar untuk warga lain": lambda stage, who, rest: stage.other.read(),
}
