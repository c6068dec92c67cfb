"""The conversation as its page shows it: what was said, and what a change of status told the resident."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from admin_panel.report.history import HistoryStep
from routing.reports.story import Said
from storage.event_kinds import EventKind

# Their reasons are read by the resident, with the news itself.
TOLD = frozenset({EventKind.REPORT_STATUS, EventKind.REPORT_FORWARDED})


@dataclass(frozen=True)
class Spoken:
    """One of the two: words of a message, or a step whose reason the resident read."""

    at: datetime
    said: Said | None = None
    step: HistoryStep | None = None


def talk(messages: Sequence[Said], steps: Sequence[HistoryStep]) -> list[Spoken]:
    """Everything in the order it was said."""
    said = [Spoken(one.message.created_at, said=one) for one in messages]
    told = [Spoken(step.at, step=step) for step in reversed(steps) if step.kind in TOLD and step.why]
    return sorted([*said, *told], key=lambda spoken: spoken.at)
