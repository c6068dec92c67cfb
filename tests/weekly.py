"""What only the weekly suite runs: `./dev weekly` (docs/decisions/0073-what-a-push-runs.md).

Every test runs with every push. Of those that ask the same of many values a push runs some, the same each
time; a statement is sent to PostgreSQL by one test of a push, by all that can send it in the weekly suite.
"""

import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ALL = os.environ.get("SOROT_TESTS") == "weekly"
LIST = Path(__file__).with_name("on_postgresql_weekly.txt")


def examples(push: int, whole: int) -> int:
    """How many examples Hypothesis thinks of."""
    return whole if ALL else push


def some(values: Sequence[Any], *, push: int) -> list[Any]:
    """Parameters: the first so many run with every push, the others weekly."""
    return [*values[:push], *(pytest.param(value, marks=pytest.mark.weekly) for value in values[push:])]


def part(values: Iterable[Any], *, of: int) -> list[Any]:
    """One in so many values with every push, all of them weekly."""
    return list(values)[:: 1 if ALL else of]


def on_postgresql(item: pytest.Function) -> bool:
    """Whether this is a test's run on PostgreSQL that sends there only what other tests send as well."""
    chosen = getattr(item, "callspec", None)
    return (
        chosen is not None
        and chosen.params.get("database_url") == "postgresql"
        and item.nodeid.partition("[")[0] in _listed()
    )


@cache
def _listed() -> frozenset[str]:
    return frozenset(LIST.read_text(encoding="utf-8").split())
