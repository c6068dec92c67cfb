"""A published warning that is taken back: whoever was told of it by chat hears so, once, and why."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from admin_panel.poc import big
from bot.messages import render
from routing.domain.early import WarningState
from routing.people import personal_data
from routing.warnings import early, follows, withdrawing
from routing.warnings.alerts import close_alert, raise_alert
from sensors import queries
from storage import db, drill, outbox
from storage.models import Alert, Datastream, EarlyWarning, Event, Officer, Outbox, Person
from storage.notice_kinds import Notice
from storage.outbox_states import State
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.sensors import gauge
from tests.fakes.site import make_app

LATER = NOW + timedelta(minutes=20)
WHY = "Alat rusak, air tidak naik"
TAKEN_BACK = Notice.WARNING_WITHDRAWN


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def stream(_city: None) -> Datastream:
    """In Kranji; its water is in Margahayu after two to three hours."""
    with db.transaction() as tx:
        return gauge(tx, downstream=(MARGAHAYU, 120, 180))


def resident(*, follow: str | None = None, home: str | None = None, channel: str = "telegram") -> int:
    with db.transaction() as tx:
        person = people.person(tx, channel=channel)
        if home:
            reports.filed(tx, by=person, kelurahan=home)
        if follow:
            follows.follow(tx, person, follow, now=NOW)
        return person.id


def rise(stream: Datastream, level: int, *, minutes: int = 0) -> None:
    at = NOW + timedelta(minutes=minutes)
    with db.transaction() as tx:
        raise_alert(tx, stream=stream, level=level, value=310, at=at, now=at)


def all_is(state: State, *, person: int | None = None) -> None:
    """What the platforms made of the messages so far."""
    with db.transaction() as tx:
        for row in tx.scalars(select(Outbox)):
            if person in (None, row.person_id):
                row.status = state


def take_back(*, minutes: int = 20) -> None:
    with db.transaction() as tx:
        boss = people.officer(tx, "pimpinan", None)
        alert = tx.scalars(select(Alert)).one()
        at = NOW + timedelta(minutes=minutes)
        withdrawing.withdraw(tx, officer=boss, alert_id=alert.id, reason=WHY, now=at)


def told(key: Notice = TAKEN_BACK) -> list[int]:
    with db.reading() as session:
        rows = session.scalars(select(Outbox.person_id).where(Outbox.key == key))
        return sorted(rows)


def test_who_follows_and_who_was_warned_by_their_home_hear_once_that_it_was_wrong_and_why(
    stream: Datastream,
) -> None:
    follower, home = resident(follow=MARGAHAYU), resident(home=MARGAHAYU)
    resident(follow="32.75.08.1001")  # another river
    rise(stream, 3)
    rise(stream, 1, minutes=5)  # by rule also to those who follow nothing
    all_is(State.SENT)
    later = resident(follow=MARGAHAYU)  # was told nothing
    take_back()
    assert told() == [follower, home]
    assert later not in told()
    with db.reading() as session:
        row = session.scalars(select(Outbox).where(Outbox.key == TAKEN_BACK)).first()
        assert row is not None
        said = {locale: render(locale, TAKEN_BACK, row.args).text for locale in ("id", "en")}
        event = session.scalars(select(Event).where(Event.kind == "cap_withdrawn")).one()
    assert "kami tarik" in said["id"]
    assert "taken back" in said["en"]
    for text in said.values():
        assert "Cileungsi Hulu" in text
        assert WHY in text
        assert "112" in text
        assert "LATIHAN" not in text
    assert (event.data["people"], event.data["unsent"]) == (2, 0)


def test_who_stopped_following_after_the_warning_hears_it_too(stream: Datastream) -> None:
    follower = resident(follow=MARGAHAYU)
    rise(stream, 3)
    all_is(State.DELIVERED)
    with db.transaction() as tx:
        follows.unfollow(tx, tx.get_one(Person, follower))
    take_back()
    assert told() == [follower]


def test_a_warning_that_is_still_queued_is_not_sent_and_needs_no_taking_back(stream: Datastream) -> None:
    heard, unheard, away = (resident(follow=MARGAHAYU) for _ in range(3))
    in_hand, page = resident(follow=MARGAHAYU), resident(follow=MARGAHAYU, channel="web")
    rise(stream, 3)
    all_is(State.SENT, person=heard)
    all_is(State.WAITING, person=away)  # WhatsApp's day is over
    with db.transaction() as tx:  # one is with a sender at this moment: it may be out already
        row = tx.scalars(select(Outbox).where(Outbox.person_id == in_hand)).one()
        row.lease_owner, row.leased_until = "pengirim", LATER + timedelta(seconds=5)
    take_back()
    assert told() == [heard, in_hand, page]
    assert told(Notice.WARNING) == [heard, in_hand, page]
    assert unheard not in told(Notice.WARNING)


def test_who_was_never_reached_hears_nothing(stream: Datastream) -> None:
    missed, gone = resident(follow=MARGAHAYU), resident(follow=MARGAHAYU)
    rise(stream, 3)
    all_is(State.FAILED, person=missed)
    all_is(State.SENT, person=gone)
    with db.transaction() as tx:
        tx.get_one(Person, gone).unreachable_at = LATER
    take_back()
    assert told() == []


def test_a_draft_of_a_warning_that_was_wrong_goes_and_nobody_is_tried_again(stream: Datastream) -> None:
    home = resident(home=MARGAHAYU)
    rise(stream, 1)
    all_is(State.SENT)
    missed = resident(home=MARGAHAYU)
    take_back()
    with db.transaction() as tx:
        sent = tx.scalars(select(EarlyWarning)).one()
        assert (sent.state, sent.ended_at) == (WarningState.WITHDRAWN, LATER)
        all_is_failed = select(Outbox).where(Outbox.key == Notice.EARLY)
        for row in tx.scalars(all_is_failed):
            row.status = State.FAILED
        assert early.repeat(tx, now=LATER + timedelta(hours=1)) == 0
    assert told() == [home]
    assert missed not in told(Notice.EARLY)


def test_a_draft_that_waits_for_its_signatures_cannot_be_signed_any_more(stream: Datastream) -> None:
    resident(home=MARGAHAYU)
    rise(stream, 3)
    take_back()
    with db.reading() as session:
        assert session.scalars(select(EarlyWarning.state)).all() == [WarningState.CANCELLED]


def test_the_end_of_the_water_is_no_news_to_who_heard_that_there_was_none(stream: Datastream) -> None:
    follower, home = resident(follow=MARGAHAYU), resident(home=MARGAHAYU)
    rise(stream, 1)
    all_is(State.SENT)
    take_back()
    with db.transaction() as tx:
        close_alert(tx, stream=stream, value=90, at=LATER, now=LATER)
    assert told() == [follower, home]
    assert told(Notice.WARNING_OVER) == told(Notice.EARLY_CLEAR) == []


def test_a_worse_level_is_told_anew_and_taken_back_once_more(stream: Datastream) -> None:
    follower = resident(follow=MARGAHAYU)
    rise(stream, 3)
    all_is(State.SENT)
    take_back()
    new = resident(follow=MARGAHAYU)
    rise(stream, 2, minutes=30)
    all_is(State.SENT)
    assert told(Notice.WARNING) == [follower, follower, new]
    take_back(minutes=40)
    assert told() == [follower, follower, new]
    rise(stream, 1, minutes=50)
    with db.transaction() as tx:
        end = NOW + timedelta(minutes=60)
        close_alert(tx, stream=tx.get_one(Datastream, stream.id), value=90, at=end, now=end)
    assert told(Notice.WARNING_OVER) == [follower, new]


def test_a_drill_says_so_first(stream: Datastream, monkeypatch: pytest.MonkeyPatch) -> None:
    resident(follow=MARGAHAYU)
    monkeypatch.setattr(drill, "on", lambda: True)
    rise(stream, 3)
    all_is(State.SENT)
    take_back()
    with db.reading() as session:
        args: dict[str, Any] = session.scalars(select(Outbox.args).where(Outbox.key == TAKEN_BACK)).one()
    assert render("id", TAKEN_BACK, args).text.startswith("LATIHAN")
    assert render("en", TAKEN_BACK, args).text.startswith("DRILL")


def test_it_goes_before_other_news(stream: Datastream) -> None:
    resident(follow=MARGAHAYU)
    rise(stream, 3)
    all_is(State.SENT)
    with db.transaction() as tx:
        outbox.put(tx, person=people.person(tx), now=NOW, key=Notice.CLOSED, args={"number": "BKS"})
    take_back()
    with db.transaction() as tx:
        leased = outbox.lease(tx, owner="uji", now=LATER, channels=("telegram",), limit=2)
    assert [row.key for row in leased] == [TAKEN_BACK, Notice.CLOSED]


def test_who_had_their_data_erased_is_not_written_to(stream: Datastream) -> None:
    gone = resident(follow=MARGAHAYU)
    rise(stream, 3)
    all_is(State.SENT)
    with db.transaction() as tx:
        personal_data.erase(tx, tx.get_one(Person, gone), now=LATER)
    take_back()
    assert told() == []


def test_only_the_alert_that_was_wrong_is_taken_back(stream: Datastream) -> None:
    resident(follow=KRANJI)
    rise(stream, 3)
    all_is(State.SENT)
    with db.transaction() as tx:
        other = gauge(tx)
        other.thing.kelurahan_code = MARGAHAYU
        raise_alert(tx, stream=other, level=3, value=310, at=NOW, now=NOW)
        boss: Officer = people.officer(tx, "operator", None)
        wrong = tx.scalars(select(Alert).where(Alert.datastream_id == other.id)).one()
        withdrawing.withdraw(tx, officer=boss, alert_id=wrong.id, reason=WHY, now=LATER)
    assert told() == []


def test_screens_say_that_it_was_taken_back(stream: Datastream) -> None:
    rise(stream, 3)
    with db.reading() as session:
        assert [one.taken_back for one in queries.open_alerts(session)] == [False]
    take_back()
    with db.reading() as session:
        assert [one.taken_back for one in queries.open_alerts(session)] == [True]
        boss = session.scalars(select(Officer)).one()
        assert big.board(session, boss, now=LATER)["alerts"] == []
    rise(stream, 2, minutes=30)
    with db.reading() as session:
        assert [one.taken_back for _, one in queries.with_alerts(session) if one] == [False]


def test_the_page_of_the_kelurahan_warns_of_it_no_more(stream: Datastream, tmp_path: Path) -> None:
    with TestClient(make_app(tmp_path)) as reader:
        rise(stream, 3)
        assert "Cileungsi Hulu" in warned(reader)
        take_back()
        assert warned(reader) == ""


def warned(reader: TestClient) -> str:
    """What the page says in its red box."""
    page = reader.get(f"/kelurahan/{KRANJI}").text
    return "".join(re.findall(r'<p class="notice notice-bad.*?</p>', page, re.S))
