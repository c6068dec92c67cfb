"""The demo city can be looked at, and taken away without a trace."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from routing.city import load_city
from routing.filing import Draft, file_report
from sensors.gauges import load_gauges
from sorot.demo import clear_demo, demo_logins, is_empty, make_demo
from sorot.settings import Settings
from storage import clock, db, people
from storage.models import Alert, Base, Observation, Officer, Outbox, Person, Report


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path, database_url=database, secret_key=SecretStr("x" * 40))
    with db.transaction() as tx:
        load_city(tx, made.city, now=clock.now())
        load_gauges(tx, made.gauges)
    return made


def counts(*tables: type[Base]) -> dict[str, int]:
    with db.reading() as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_the_demo_city_shows_every_common_state_and_an_open_alert(settings: Settings) -> None:
    assert is_empty()
    make_demo(settings)
    assert not is_empty()
    with db.reading() as session:
        states = set(session.scalars(select(Report.status).distinct()))
        assert {"menunggu", "diproses", "koordinasi", "selesai", "ditutup", "dirujuk"} <= states
        assert session.scalar(select(func.count()).where(Alert.closed_at.is_(None))) == 1
        assert all(report.demo for report in session.scalars(select(Report).where(Report.channel == "web")))
    assert {login["role"] for login in demo_logins()} == {"petugas", "lurah", "operator", "pimpinan", "admin"}


def test_loading_twice_loads_once(settings: Settings) -> None:
    make_demo(settings)
    before = counts(Report, Officer, Observation)
    make_demo(settings)
    assert counts(Report, Officer, Observation) == before


def test_clearing_removes_the_demo_and_leaves_a_residents_own_report(settings: Settings) -> None:
    make_demo(settings)
    with db.transaction() as tx:
        ani = people.person_for(tx, channel="web", address="ani", name="Ani", now=clock.now())
        kept = file_report(
            tx, Draft(text="Got mampet di depan rumah", category="drainase"), person=ani, channel="web",
            now=clock.now(),
        )  # fmt: skip
    clear_demo(settings)
    assert demo_logins() == []
    assert counts(Report, Person, Officer, Observation, Alert) == {
        "report": 1, "person": 1, "officer": 0, "observation": 0, "alert": 0,
    }  # fmt: skip
    with db.reading() as session:
        assert session.scalars(select(Report.number)).all() == [kept.number]


def test_no_demo_message_waits_to_be_sent(settings: Settings) -> None:
    make_demo(settings)
    with db.reading() as session:
        assert set(session.scalars(select(Outbox.status).distinct())) == {"delivered"}
