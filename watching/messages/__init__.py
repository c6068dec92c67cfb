"""What is said about the service's own health, in Fluent."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from storage.clock import ZONE
from storage.written import moment
from watching.findings import HealthFinding

FILE = Path(__file__).parent / "id.ftl"
SHAPE = f"d MMM y, HH.mm '{ZONE}'"


@cache
def _bundle() -> FluentBundle:
    bundle = FluentBundle(["id"], use_isolating=False)
    bundle.add_resource(FluentResource(FILE.read_text(encoding="utf-8")))
    return bundle


def said(key: str, **values: Any) -> str:
    """The sentence; KeyError for a key that is in no catalogue."""
    pattern = _bundle().get_message(key).value if _bundle().has_message(key) else None
    if pattern is None:
        raise KeyError(key)
    plain = {name: moment(one, SHAPE) if isinstance(one, datetime) else one for name, one in values.items()}
    text, _ = _bundle().format_pattern(pattern, plain)
    return str(text)


def what(finding: HealthFinding) -> str:
    """What is wrong, in a sentence."""
    return said(finding.code, about=about(finding.about), **finding.told)


def remedy(finding: HealthFinding) -> str:
    """What to do about it."""
    return said(f"{finding.code}-do", about=about(finding.about), **finding.told)


def about(name: str) -> str:
    """What a queue, channel, role or place is called in sentences; its own name where there is no other."""
    return said(f"about-{name}") if name and _bundle().has_message(f"about-{name}") else name
