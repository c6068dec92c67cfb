"""Is the service well: facts, on the page, as metrics, as alarms; and nobody's words in any of them."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from sorot import alarms
from sorot.alarms import Alarms
from sorot.kept_secret import UnsafeSettings
from sorot.logs import REQUESTS, JsonLines
from sorot.metrics import Collector, Doors, Requests
from sorot.settings import Settings
from storage import backups, clock, counts, db, signs
from storage.models import ChannelState, Inbox, Outbox
from tests.factories import city, panel, people
from tests.servers import ROOT
from watching import facts, findings
from watching.errors import Keeper
from watching.messages import remedy, what
from watching.places import Places

NOW = clock.now()
LONG_AGO = timedelta(minutes=20)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path, tmp_path / "cadangan", timedelta(hours=24))


@pytest.fixture
def filled(database: str) -> None:
    """Something is wrong with nearly everything."""
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        stuck = {"owner": "mesin-1:17:ab", "until": (NOW - LONG_AGO).isoformat()}
        tx.add(ChannelState(channel="sender:telegram", value=stuck))
        tx.add(ChannelState(channel="sensors:hearing", value={"heard_at": (NOW - LONG_AGO).isoformat()}))
        for number, status in enumerate(("new", "new", "dead")):
            tx.add(
                Inbox(
                    channel="telegram", external_id=str(number), sender="7", payload={}, status=status,
                    received_at=NOW - LONG_AGO, next_try_at=NOW - LONG_AGO,
                )
            )  # fmt: skip
        for status in ("queued", "failed"):
            tx.add(
                Outbox(
                    person_id=person.id, channel="telegram", status=status, next_try_at=NOW - LONG_AGO,
                    created_at=NOW - LONG_AGO, text="Halo",
                )
            )  # fmt: skip
        signs.note(tx, "worker", now=NOW - LONG_AGO)
        signs.note(tx, "web", now=NOW)
        backups.note(tx, backups.BackupMade(at=NOW - timedelta(days=3), file="x", size=5), now=NOW)


def gathered(places: Places) -> facts.HealthFacts:
    with db.reading() as session:
        return facts.gather(session, places, now=NOW)


def test_everything_that_is_wrong_is_found_and_said_with_what_to_do(filled: None, places: Places) -> None:
    seen = gathered(places)
    assert [(q.name, q.waiting, q.dead) for q in seen.queues[:2]] == [("masuk", 2, 1), ("keluar", 1, 1)]
    found = findings.judge(seen, places)
    assert {one.key for one in found if one.grave} == {
        "role-silent:worker", "queue-old:masuk", "outbox-stuck:telegram", "gauges-deaf:", "backup-old:",
    }  # fmt: skip
    assert {one.key for one in found if not one.grave} == {"dead-letters:masuk", "dead-letters:telegram"}
    for one in found:
        assert "{" not in what(one) + remedy(one)
        assert what(one).endswith(".")


def test_an_empty_service_is_well(database: str, tmp_path: Path) -> None:
    assert [one.code for one in findings.judge(gathered(Places(tmp_path)), Places(tmp_path))] == [
        "backup-none"
    ]


def test_every_finding_has_its_sentences() -> None:
    source = (ROOT / "watching/findings.py").read_text()
    codes = {*re.findall(r'HealthFinding\(\s*"([\w-]+)"', source)}
    catalogue = (ROOT / "watching/messages/id.ftl").read_text()
    said = {*re.findall(r"^([\w-]+) =", catalogue, re.MULTILINE)}
    assert len(codes) > 12
    assert {name for code in codes for name in (code, f"{code}-do")} <= said


class Told(list[tuple[str, str]]):
    """A way out, which can be away."""

    away = False

    def __call__(self, subject: str, words: str) -> None:
        if self.away:
            raise OSError
        self.append((subject, words))


def look(places: Places, way: Told, minutes: float) -> None:
    Alarms(places, [way], "https://lapor.example", lambda: NOW + timedelta(minutes=minutes))()


def test_two_processes_tell_each_alarm_once_and_what_did_not_go_out_is_told_later(
    filled: None, places: Places
) -> None:
    way = Told()
    look(places, way, 0)
    assert way == []
    way.away = True
    look(places, way, 2)
    way.away = False
    look(places, way, 3)
    look(places, way, 3.1)
    subjects = [subject for subject, _ in way]
    assert len(subjects) == len(set(subjects)) == 6  # the web is silent as well by then
    assert any("Telegram" in subject for subject in subjects)
    with db.transaction() as tx:
        signs.note(tx, "worker", now=NOW + timedelta(minutes=4))
    look(places, way, 4)
    look(places, way, 4.5)
    assert len(way) == 6
    with db.transaction() as tx:
        signs.note(tx, "worker", now=NOW + timedelta(minutes=10))
    look(places, way, 10)
    [(subject, words)] = way[6:]
    assert subject == "Sorot, pulih: bagian pekerja (worker)"
    assert "10 menit" in words


def test_a_database_that_is_away_is_told_of_all_the_same(
    database: str, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("", {}, OSError())

    way, minutes = Told(), [0.0]
    both = Alarms(places, [way], "https://lapor.example", lambda: NOW + timedelta(minutes=minutes[0]))
    with monkeypatch.context() as patch:
        patch.setattr(alarms.facts, "gather", away)
        for minutes[0] in (0, 2, 3):
            both()
    assert [subject for subject, _ in way] == ["Sorot: Basis data tidak menjawab."]
    for minutes[0] in (4, 9):
        both()
    assert way[1][0] == "Sorot, pulih: basis data"


def exposed(places: Places, doors: Doors | None = None) -> str:
    registry = CollectorRegistry()
    registry.register(Collector(places, lambda: NOW, doors))
    return generate_latest(registry).decode()


@pytest.fixture
def browser(filled: None, tmp_path: Path) -> Iterator[tuple[TestClient, Doors]]:
    doors = Doors()
    app = Requests(panel.application(tmp_path), doors)
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        yield client, doors


def test_metrics_name_routes_by_template_and_tell_how_everything_stands(
    browser: tuple[TestClient, Doors], places: Places
) -> None:
    client, doors = browser
    for path in ("/petugas/laporan/BKS-2611-00001", "/tidak/ada/081277889900", "/admin/gagal"):
        client.get(path)
    client.request("CURI", "/masuk")
    counts.count("sent", "telegram", "Sent")
    text = exposed(places, doors)
    for line in (
        'sorot_http_requests_total{method="GET",route="/petugas/laporan/{number}",status="401"} 1.0',
        'sorot_http_requests_total{method="GET",route="none",status="404"} 1.0',
        'sorot_http_seconds_count{route="/admin/gagal"} 1.0',
        'sorot_queue_waiting{queue="masuk"} 2.0',
        'sorot_queue_oldest_seconds{queue="keluar:telegram"} 1200.0',
        'sorot_finding{about="telegram",code="outbox-stuck",grave="yes"} 1.0',
        "sorot_backup_age_seconds 259200.0",
        "sorot_database_up 1.0",
    ):
        assert line in text
    assert 'sorot_sent_total{channel="telegram",outcome="Sent"}' in text
    for leak in ("081277889900", "BKS-2611", "CURI", "mesin-1"):
        assert leak not in text


def names_asked_for() -> set[str]:
    rules = yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    board = json.loads((ROOT / "deploy/grafana/sorot.json").read_text())
    asked += [target["expr"] for one in board["panels"] for target in one.get("targets", ())]
    return {name for expression in asked for name in re.findall(r"\bsorot_\w+", expression)}


def test_rules_and_dashboard_ask_only_for_what_is_there(
    browser: tuple[TestClient, Doors], places: Places
) -> None:
    client, doors = browser
    client.get("/masuk")
    counts.count("sent", "telegram", "Sent")
    text = exposed(places, doors)
    there = set(re.findall(r"^(?:# TYPE )?(sorot_\w+)[ {]", text, re.MULTILINE))
    asked = names_asked_for()
    assert len(asked) > 12
    assert asked - there == set()
    rules = yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text())["groups"][0]["rules"]
    assert all({"alert", "expr", "for", "labels", "annotations"} <= rule.keys() for rule in rules)


CANARIES = ("081277889900", "Wiranatakusumah", "kenari@rahasia.id", "3275019911223344", "Gang Kenarimerah")


def test_no_canary_is_in_the_structured_log_nor_among_the_last_errors(database: str, places: Places) -> None:
    lines: list[str] = []
    keeper, shape = Keeper("worker"), JsonLines("worker")
    for number, word in enumerate(CANARIES):
        try:
            raise ValueError(f"bad {word}")
        except ValueError as error:
            for said, args in (
                ("row %s failed: %s", (number, word)),
                ("no %s", (error,)),
                ("many %r", ({word},)),
            ):
                record = logging.LogRecord("bot.handle", logging.ERROR, "f", 1, said, args, None)
                traced = logging.LogRecord(
                    "bot.handle", logging.ERROR, "f", 1, said, args, (ValueError, error, error.__traceback__)
                )
                foreign = logging.LogRecord("amqtt", logging.ERROR, "f", 1, f"lost {word}", (), None)
                for one in (record, traced, foreign):
                    keeper.emit(one)
                    lines.append(shape.format(one))
    keeper.keep()
    kept = gathered(places).errors
    assert [canary for canary in CANARIES if canary in "".join(lines) + repr(kept)] == []
    first = json.loads(lines[0])
    assert (first["said"], first["with"], first["logger"]) == ("row %s failed: %s", [0, None], "bot.handle")
    assert json.loads(lines[1])["error"] == "ValueError"
    assert any("test_watching.py" in frame for frame in json.loads(lines[1])["where"])
    assert {one.said for one in kept} == {"row %s failed: %s", "no %s", "many %r", "pesan pustaka"}
    assert sum(one.many for one in kept) == len(lines)


def test_requests_are_logged_by_route_where_logs_are_json(
    browser: tuple[TestClient, Doors], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, REQUESTS)
    browser[0].get("/petugas/laporan/BKS-2611-00001?q=Wiranatakusumah")
    [record] = [record for record in caplog.records if record.name == REQUESTS]
    line = json.loads(JsonLines("web").format(record))
    assert (line["method"], line["route"], line["status"]) == ("GET", "/petugas/laporan/{number}", 401)
    assert "Wirana" not in str(line)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"alarm_mail": "it@kota.example"}, "SOROT_ALARM_MAIL"),
        ({"alarm_telegram": "-100"}, "SOROT_ALARM_TELEGRAM"),
        ({"backup_folder": "/cadangan"}, "SOROT_BACKUP_FOLDER"),
        ({"log": "xml"}, "SOROT_LOG"),
    ],
)
def test_an_alarm_or_backup_that_could_never_come_about_is_refused(
    given: dict[str, str], named: str, tmp_path: Path
) -> None:
    with pytest.raises(UnsafeSettings, match=named):
        Settings(home=tmp_path, **given).check()


def test_the_page_says_it_all_in_words(browser: tuple[TestClient, Doors]) -> None:
    client, _ = browser
    with db.transaction() as tx:
        from accounts import sessions
        from admin_panel.access import COOKIE
        from storage.models import Officer

        officer = Officer(username="op", name="Op", role="operator", agency_code="poc", created_at=NOW)
        tx.add(officer)
        tx.flush()
        client.cookies.set(COOKIE, sessions.open_session(tx, officer, now=clock.now()))
    page = client.get("/admin/kesehatan")
    assert page.status_code == 200
    for words in (
        "Tidak ada yang terkirim lewat Telegram",
        "2 menunggu, paling lama",
        "Bagian pekerja (worker) diam sejak",
        "Tidak ada galat",
    ):
        assert words in page.text
