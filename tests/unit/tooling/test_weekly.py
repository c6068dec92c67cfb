"""What a push leaves to the weekly suite is named rightly, and the weekly suite runs all of it."""

import ast
from functools import cache

import pytest

from tests import weekly
from tests.servers import ROOT


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_on_the_list_is_there() -> None:
    listed = [line.split("::") for line in weekly.LIST.read_text(encoding="utf-8").split()]
    assert [f"{file}::{name}" for file, name in listed if name not in names_in(file)] == []


def test_a_push_runs_some_values_and_the_week_all(monkeypatch: pytest.MonkeyPatch) -> None:
    push, later = weekly.some(["a", "b"], push=1)
    assert push == "a"
    assert later.values == ("b",)
    assert [mark.name for mark in later.marks] == ["weekly"]
    monkeypatch.setattr(weekly, "ALL", False)
    assert (weekly.part(range(7), of=3), weekly.examples(5, 50)) == ([0, 3, 6], 5)
    monkeypatch.setattr(weekly, "ALL", True)
    assert (weekly.part(range(7), of=3), weekly.examples(5, 50)) == ([*range(7)], 50)
