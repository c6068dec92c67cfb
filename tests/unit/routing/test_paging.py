"""Cursors of lists: what a list gave is read back, and what nobody gave begins at the top."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.reports.paging import SORTS, beyond, cursor
from storage.models import Report

REPORT = Report(
    id=7, urgency=50, supporters=3, resolve_due=datetime(2026, 11, 30, 2, tzinfo=UTC),
    created_at=datetime(2026, 11, 1, 2, 3, 4, 567, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_is_understood_again(sort: str) -> None:
    assert beyond(cursor(REPORT, sort), sort) is not None


def test_a_cursor_says_where_the_list_stands() -> None:
    assert cursor(REPORT, "mendesak") == "50~2026-11-30T02:00:00+00:00~7"


@given(st.text(max_size=100), st.sampled_from([*SORTS, "entah"]))
def test_whatever_stands_in_an_address_is_no_error(after: str, sort: str) -> None:
    beyond(after, sort)


@pytest.mark.parametrize(
    "after",
    [
        "", "~~", "50~2026-11-30~7", "50~2026-11-30T02:00:00~7", "50~x~7", "-1~2026-11-30T02:00:00+00:00~7",
        "50~2026-11-30T02:00:00+00:00~" + "9" * 30, "٣~2026-11-30T02:00:00+00:00~7",
    ],
)  # fmt: skip
def test_a_cursor_nobody_made_begins_at_the_top(after: str) -> None:
    assert beyond(after, "mendesak") is None
