"""Quiet hours and the morning's mail, for every hour; which push services are called."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.news import NewsKind, Way, is_quiet, leaves_at, names_for
from routing.domain.permissions import Role
from storage.clock import LOCAL
from storage.web_push import is_vendors

HOURS = st.integers(0, 23)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, HOURS, HOURS)
def test_news_leaves_soon_and_never_in_the_quiet_hours(at: datetime, start: int, end: int) -> None:
    leaves = leaves_at(at, Way.PUSH, digest=False, quiet_from=start, quiet_until=end)
    assert at <= leaves < at + timedelta(days=1)
    assert not is_quiet(leaves.astimezone(LOCAL).hour, start, end)
    if not is_quiet(at.astimezone(LOCAL).hour, start, end):
        assert leaves == at


@given(MOMENTS)
def test_the_digest_goes_at_seven_and_only_by_mail(at: datetime) -> None:
    chosen = {"digest": True, "quiet_from": None, "quiet_until": None}
    mail = leaves_at(at, Way.EMAIL, **chosen).astimezone(LOCAL)  # type: ignore[arg-type]
    assert (mail.hour, mail.minute, mail > at) == (7, 0, True)
    assert leaves_at(at, Way.PUSH, **chosen) == at  # type: ignore[arg-type]


CALLED = [
    "https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x",
    "https://wns2-by3p.notify.windows.com/w/?token=x", "https://web.push.apple.com/x",
    "https://fcm.googleapis.com:443/x",
]  # fmt: skip
FOREIGN = [
    "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:22/x", "https://user@fcm.googleapis.com/x",
    "https://fcm.googleapis.com.jahat.example/x", "https://169.254.169.254/x", "https://[::1]/x",
    "https://jahat.example/fcm.googleapis.com", "https://notify.windows.com/x", "file:///etc/passwd", "",
    "https://[", "https://fcm.googleapis.com:x/",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", CALLED + FOREIGN)
def test_only_the_vendors_push_services_are_called(endpoint: str) -> None:
    assert is_vendors(endpoint) is (endpoint in CALLED)


def test_nobody_is_asked_about_news_that_never_comes_to_their_role() -> None:
    asked = {role: set(names_for(role)) for role in Role}
    assert [role for role in Role if NewsKind.LETTER in asked[role]] == [Role.PIMPINAN]
    assert NewsKind.MONTH in asked[Role.LURAH]
    assert not asked[Role.PETUGAS] & {NewsKind.CHECK, NewsKind.MONTH, NewsKind.ATTENTION}
    assert asked[Role.PEMANTAU] == {NewsKind.SPOKEN_TO, NewsKind.LATE}
    assert set.union(*asked.values()) == set(NewsKind)
