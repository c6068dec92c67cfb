"""The demo city can be looked at, and taken away without a trace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.channels.payloads import words_in
from routing.city import deadline_versions
from routing.city.loading import load_city
from routing.domain.permissions import Role
from routing.people.abuse_words import words_of
from routing.people.misuse import flagged
from routing.reports import laddering
from routing.reports.filing import NewReport, file_report
from sensors.gauges import load_gauges
from sorot.demo import clear_demo, demo_logins, is_empty, make_demo, refuse_in_public
from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings
from storage import clock, db, people
from storage.event_kinds import EventKind
from storage.models import Alert, Base, Event, Media, Observation, Officer, Outbox, Report, ReportMedia

CONFIGURATION = {
    "agency", "area", "category", "config_version", "counter", "holiday", "rulebook", "setting",
    "datastream", "location", "observed_property", "sensor", "thing", "thing_location",
}  # fmt: skip
ALL = [mapper.class_ for mapper in Base.registry.mappers]


def settings_for(database_url: str, home: Path) -> Settings:
    return Settings(home=home, database_url=database_url, secret_key=SecretStr("x" * 40))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.crash_full)])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database into which the demo city was loaded once; the tests work on copies of it."""
    home = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copytree(template, home, dirs_exist_ok=True)
        address = f"sqlite:///{home / 'sorot.db'}"
    else:
        server, template = (request.getfixturevalue(name) for name in ("postgres", "postgres_template"))
        server.run(f"CREATE DATABASE sorot_demo TEMPLATE {template}")
        address = server.url("sorot_demo")
    db.configure(address)
    made = settings_for(address, home)
    with db.transaction() as tx:
        load_city(tx, made.city, now=clock.now())
        load_gauges(tx, made.gauges)
    assert is_empty()
    make_demo(made)
    db.dispose()
    yield address
    if request.param == "postgresql":
        server.run("DROP DATABASE sorot_demo WITH (FORCE)")


@pytest.fixture
def settings(loaded: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the loaded demo city, the test's own."""
    if loaded.startswith("sqlite"):
        shutil.copytree(Path(loaded.removeprefix("sqlite:///")).parent, tmp_path, dirs_exist_ok=True)
        address = f"sqlite:///{tmp_path / 'sorot.db'}"
    else:
        server = request.getfixturevalue("postgres")
        server.run("CREATE DATABASE sorot_demo_copy TEMPLATE sorot_demo")
        address = server.url("sorot_demo_copy")
    db.configure(address)
    yield settings_for(address, tmp_path)
    db.dispose()
    if not loaded.startswith("sqlite"):
        server.run("DROP DATABASE sorot_demo_copy WITH (FORCE)")


def counts(*tables: type[Base]) -> dict[str, int]:
    with db.reading() as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


@pytest.mark.usefixtures("settings")
def test_the_demo_city_shows_every_common_state_and_an_open_alert() -> None:
    assert not is_empty()
    with db.reading() as session:
        states = set(session.scalars(select(Report.status).distinct()))
        assert {"menunggu", "diproses", "koordinasi", "diperiksa", "selesai", "ditutup", "dirujuk"} <= states
        assert session.scalar(select(func.count()).where(Alert.closed_at.is_(None))) == 1
        assert all(report.demo for report in session.scalars(select(Report).where(Report.channel == "web")))
    assert {login["role"] for login in demo_logins()} == {role.value for role in Role}


@pytest.mark.usefixtures("settings")
def test_the_demo_city_shows_what_residents_do_beside_reporting() -> None:
    with db.reading() as session:
        reports = session.scalars(select(Report)).all()
        answered = [report for report in reports if report.facts.get("jawaban")]
        assert {"pju", "banjir_genangan", "parkir"} <= {report.category_code for report in answered}
        assert max(report.supporters for report in reports) >= 10
        assert {report.rating for report in reports} >= {None, 3, 4, 5}
        assert len({report.theme for report in reports if report.kind == "aspirasi"}) >= 5
        assert {report.privacy for report in reports} == {"biasa", "anonim", "rahasia"}
        results = select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)
        shown = session.scalars(results.where(ReportMedia.purpose == "hasil")).all()
        assert shown
        assert all(media.public_sha256 for media in shown)
        told = select(func.count()).select_from(Outbox).where(Outbox.key == "notice-warning")
        assert session.scalar(told)
        assert [len(words_of(session, person, words_in=words_in)) for person in flagged(session)] == [1]


def test_loading_twice_loads_once(settings: Settings) -> None:
    before = counts(Report, Officer, Observation)
    make_demo(settings)
    assert counts(Report, Officer, Observation) == before


def test_clearing_removes_the_demo_and_leaves_a_residents_own_report(settings: Settings) -> None:
    with db.transaction() as tx:
        ani = people.person_for(tx, channel="web", address="ani", name="Ani", now=clock.now())
        kept = file_report(
            tx, NewReport(text="Got mampet di depan rumah", category="drainase"), person=ani, channel="web",
            now=clock.now(),
        )  # fmt: skip
        admin = tx.scalars(select(Officer).where(Officer.role == "admin")).one()
        deadline_versions.change(
            tx, admin, lambda document: document | {"ladder": document["ladder"][:3]}, base=1, why="dicoba",
            now=clock.now(),
        )  # fmt: skip
        laddering.climb(tx, now=clock.now())
        assert laddering.tell(tx, now=clock.now())
    clear_demo(settings)
    assert demo_logins() == []
    left = {name: count for name, count in counts(*ALL).items() if count and name not in CONFIGURATION}
    log = left.pop("event")
    assert left.pop("report_words") == left.pop("report_tally") == left["report"] == 1
    assert left.pop("rollup_due")  # the hours that lost their readings are worked out anew
    assert left == {"report": 1, "person": 1, "routing_decision": 1, "deadline": 2, "event_reason": 1}
    with db.reading() as session:
        told = session.scalars(select(Event).order_by(Event.seq)).all()
    assert [event.seq for event in told] == list(range(1, log + 1))  # no number is missing
    real = [event for event in told if event.kind != EventKind.DEMO_GONE]
    assert [event.kind for event in real] == [
        "report_filed",
        "report_routed",
        "deadlines_set",
        "bell_rung",
        "demo_cleared",
    ]  # hers, what was configured, the sweep of just now, and that the demo is gone
    blank = [event for event in told if event.kind == EventKind.DEMO_GONE]
    assert not any(event.report_id or event.sensor_id or event.agency_code or event.data for event in blank)
    assert [path for path in (settings.home / "media").rglob("*") if path.is_file()] == []
    with db.reading() as session:
        assert session.scalars(select(Report.number)).all() == [kept.number]


@pytest.mark.usefixtures("settings")
def test_no_demo_message_waits_to_be_sent() -> None:
    with db.reading() as session:
        assert set(session.scalars(select(Outbox.status).distinct())) == {"delivered"}


def test_the_demo_city_is_not_for_the_public(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://lapor.kota.example"})
    with pytest.raises(UnsafeSettings, match="SOROT_PUBLIC_URL"):
        make_demo(public)  # neither loaded there
    with pytest.raises(UnsafeSettings, match="demo --clear"):
        refuse_in_public(public)  # nor served
    refuse_in_public(settings.model_copy(update={"public_url": "http://localhost:8000"}))
