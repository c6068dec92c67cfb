"""How urgent a report is: 0 biasa, 1 tinggi, 2 darurat."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class Priority(IntEnum):
    """Higher is sooner; the queue sorts by it."""

    BIASA = 0
    TINGGI = 1
    DARURAT = 2


def of_report(*, emergency: str | None, emergency_category: bool, facts: Mapping[str, Any]) -> Priority:
    """The priority of a resident's report.

    `emergency` is the kind the text itself cries out (kebakaran, terjebak, …): darurat. A category of the
    emergency services without such words (a wasps' nest) and a report with victims are tinggi.
    """
    if emergency:
        return Priority.DARURAT
    if emergency_category or facts.get("victims"):
        return Priority.TINGGI
    return Priority.BIASA


def of_supporters(supporters: int, *, many: int) -> Priority:
    """The least priority of a report that so many residents have joined: with `many` of them tinggi."""
    return Priority.TINGGI if supporters >= many else Priority.BIASA


def of_alert(level: int) -> Priority:
    """The priority of a gauge's alert at Siaga 3, 2 or 1; Siaga 2 is water in low streets within hours."""
    return Priority.DARURAT if level <= 2 else Priority.TINGGI
