"""The front page and tracking: what anybody sees, and what only the reporter sees."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from portal import counts
from routing.domain.lifecycle import Status
from routing.domain.tracking_keys import short_of
from routing.reports import joining, officers_work, residents
from routing.texts import promised_local
from storage import clock, db, limits, media
from storage.db import transaction
from storage.models import Message, Person, Report
from storage.pictures import Picture
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes.resident import picture
from tests.fakes.site import make_app

STORY = "Gorong-gorong di gang sempit belakang rumah saya ambles."
HTML = {"Accept": "text/html"}


@pytest.fixture
def visitor(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    counts.forget()
    with TestClient(make_app(tmp_path), headers=HTML) as client:
        yield client
    counts.forget()


def a_report(*, status: Status | None = None) -> Report:
    with transaction() as tx:
        report = reports.filed(tx, text=STORY)
        report.track_key = "kunci-rahasia-1"
        if status is not None:
            officer = people.officer(tx)
            officers_work.change_status(
                tx, officer=officer, report=report, to=status, reason="Sudah ditambal.", now=NOW
            )
    return report


def unlock(visitor: TestClient, report: Report, key: str = "kunci-rahasia-1") -> int:
    """Hands in the key as the page does; the status."""
    return visitor.post(f"/lacak/{report.number}/kunci", json={"kunci": key}).status_code


def test_the_front_page_shows_no_figures_before_there_are_any(visitor: TestClient) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "sorot-chat" in page.text
    assert all(f"tel:{number}" in page.text for number in (112, 110, 119))
    assert "laporan masuk" not in page.text


def test_the_front_page_counts_what_is_there(visitor: TestClient) -> None:
    a_report()
    a_report(status=Status.SELESAI)
    page = visitor.get("/").text
    assert "laporan masuk" in page
    shown = [part.partition("<")[0] for part in page.split('<dd class="num">')[1:]]
    assert shown == ["2", "1", "1"]
    assert "data contoh" not in page


def test_example_reports_are_called_so(visitor: TestClient) -> None:
    with transaction() as tx:
        reports.filed(tx).demo = True
    assert "data contoh" in visitor.get("/").text


def test_the_short_key_shows_the_state_but_not_the_story(visitor: TestClient) -> None:
    report = a_report()
    assert unlock(visitor, report, short_of("kunci-rahasia-1")) == 204
    page = visitor.get(f"/lacak/{report.number}")
    assert page.status_code == 200
    assert "Jalan rusak atau berlubang" in page.text
    assert "Kel. Kranji" in page.text
    assert STORY not in page.text
    assert short_of("kunci-rahasia-1") not in page.text


def asked(visitor: TestClient, number: str, **form: str) -> tuple[int, str, dict[str, str]]:
    """What a browser without a key is answered, the number itself and this answer's nonce left out."""
    answer = visitor.post("/lacak", data=form) if form else visitor.get(f"/lacak/{number}")
    (nonce, *_) = re.findall(r'nonce="([^"]+)"', answer.text)
    head = {name: value.replace(nonce, "") for name, value in answer.headers.items()}
    del head["content-length"]  # packed, with another nonce
    return answer.status_code, answer.text.replace(number, "NOMOR").replace(nonce, ""), head


@pytest.mark.parametrize("privacy", ["biasa", "anonim", "rahasia"])
def test_without_a_key_a_number_tells_nothing_that_another_would_not(
    visitor: TestClient, privacy: str
) -> None:
    report, none = a_report(status=Status.SELESAI), "BKS-2611-09999"
    with transaction() as tx:
        tx.get_one(Report, report.id).privacy = privacy
    there, not_there = asked(visitor, report.number), asked(visitor, none)
    assert there == not_there
    assert there[0] == 200
    assert "laporan saya" in there[1]  # how one's own is opened
    wrong = {"kunci": "0000-0000"}
    assert asked(visitor, report.number, nomor=report.number, **wrong) == asked(
        visitor, none, nomor=none, **wrong
    )
    for number in (report.number, none):
        led = visitor.get("/lacak", params={"nomor": number}, follow_redirects=False)
        assert (led.status_code, led.headers["location"]) == (303, f"/lacak/{number}")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{spaced}", "{bare}", "{misread}"])
def test_number_and_short_key_open_the_state_however_they_are_typed(visitor: TestClient, typed: str) -> None:
    report, key = a_report(), short_of("kunci-rahasia-1")
    forms = {
        "lower": key.lower(), "spaced": " ".join(key.replace("-", "")), "bare": key.replace("-", ""),
        "misread": key.replace("0", "O").replace("1", "l"),
    }  # fmt: skip
    form = {"nomor": report.number.lower().replace("-", " "), "kunci": typed.format(key, **forms)}
    answer = visitor.post("/lacak", data=form)
    assert answer.status_code == 200
    assert "Jalan rusak atau berlubang" in answer.text


def test_the_short_key_of_a_secret_report_opens_nothing(visitor: TestClient) -> None:
    report = a_report()
    with transaction() as tx:
        tx.get_one(Report, report.id).privacy = "rahasia"
    assert unlock(visitor, report, short_of("kunci-rahasia-1")) == 404
    assert unlock(visitor, report) == 204
    page = visitor.get(f"/lacak/{report.number}").text
    assert STORY in page
    assert "Kunci pendek" not in page


def test_a_report_that_became_secret_is_closed_to_who_had_its_short_key(visitor: TestClient) -> None:
    report = a_report()
    assert unlock(visitor, report, short_of("kunci-rahasia-1")) == 204
    with transaction() as tx:
        tx.get_one(Report, report.id).privacy = "rahasia"
    closed = asked(visitor, report.number)
    visitor.cookies.clear()
    assert closed == asked(visitor, "BKS-2611-09999")


def test_the_private_link_shows_the_story_and_a_wrong_key_does_not(visitor: TestClient) -> None:
    report = a_report()
    address = f"/lacak/{report.number}"
    assert unlock(visitor, report, "kunci-rahasia-2") == 404
    assert STORY not in visitor.get(address).text
    assert unlock(visitor, report) == 204
    private = visitor.get(address)
    assert STORY in private.text
    assert "kunci-rahasia-1" not in private.text
    assert short_of("kunci-rahasia-1") in private.text
    assert private.headers["referrer-policy"] == "no-referrer"
    assert private.headers["cache-control"] == "no-store"


def test_pictures_are_shown_to_the_holder_of_the_private_key_only(visitor: TestClient) -> None:
    report = a_report()
    content = picture()
    sha256 = visitor.app.state.media.put(content)  # type: ignore[attr-defined]
    with transaction() as tx:
        media.note(tx, sha256, Picture(content, 32, 24), now=NOW)
        media.attach(tx, tx.get_one(Report, report.id), sha256, now=NOW)
    unlock(visitor, report)
    page = visitor.get(f"/lacak/{report.number}").text
    assert "Dari Anda" in page
    address = f"/lacak/{report.number}/foto/{sha256}"
    assert address in page
    assert visitor.get(address).content == content
    assert visitor.get(f"/lacak/{report.number}/foto/{'0' * 64}").status_code == 404
    visitor.cookies.clear()
    assert visitor.get(f"{address}?kunci=kunci-rahasia-1").status_code == 404
    assert address not in visitor.get(f"/lacak/{report.number}").text


def test_the_key_of_an_older_link_leaves_the_address_at_once(visitor: TestClient) -> None:
    report = a_report()
    for key, story in (("kunci-rahasia-1", True), ("salah", False), ("", False), ("\x00é", False)):
        visitor.cookies.clear()
        first = visitor.get(f"/lacak/{report.number}", params={"kunci": key}, follow_redirects=False)
        assert first.headers.get("location") == (f"/lacak/{report.number}" if story else None)
        assert STORY not in first.text
        assert (STORY in visitor.get(f"/lacak/{report.number}").text) is story


def test_one_reports_key_opens_no_other_report_and_a_new_key_ends_it(visitor: TestClient) -> None:
    mine, other = a_report(), a_report()
    with transaction() as tx:
        tx.get_one(Report, other.id).track_key = "kunci-rahasia-2"
    assert unlock(visitor, mine) == 204
    assert STORY not in visitor.get(f"/lacak/{other.number}").text
    assert unlock(visitor, other, "kunci-rahasia-2") == 204
    assert STORY in visitor.get(f"/lacak/{mine.number}").text  # both are open here now
    with transaction() as tx:
        tx.get_one(Report, mine.id).track_key = "kunci-baru"
    assert STORY not in visitor.get(f"/lacak/{mine.number}").text


def test_another_site_hands_in_no_key(visitor: TestClient) -> None:
    path, said = f"/lacak/{a_report().number}/kunci", {"kunci": "kunci-rahasia-1"}
    assert visitor.post(path, json=said, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_who_goes_through_the_numbers_or_guesses_keys_is_slowed_down(visitor: TestClient) -> None:
    limits.configure({"track.address": "4/60", "key.address": "3/60"})
    report = a_report()
    seen = [visitor.get(f"/lacak/BKS-2611-{n:05}").status_code for n in range(1, 8)]
    assert seen[4:] == [429] * 3
    assert [unlock(visitor, report, f"salah-{n}") for n in range(5)] == [404] * 3 + [429] * 2
    assert visitor.post("/lacak", data={"nomor": report.number, "kunci": "x"}).status_code == 429
    assert visitor.get("/lacak").status_code == 200  # the form itself is not counted
    limits.configure({})
    assert unlock(visitor, report) == 204
    limits.configure({"track.address": "1/60"})
    assert [visitor.get(f"/lacak/{report.number}").status_code for _ in range(4)] == [200] * 4  # one's own
    limits.configure({})


def test_the_history_is_told_in_words(visitor: TestClient) -> None:
    report = a_report(status=Status.SELESAI)
    unlock(visitor, report)
    page = visitor.get(f"/lacak/{report.number}").text
    assert "Laporan diterima" in page
    assert "status-selesai" in page


AS_TYPED = (
    "bks{m}{n}", "BKS-{m}-{n}", " bks {m} {n} ", "BKS\u2013{m}\u2014{n}", "BKS\u2011{m}\u2212{n}",
    "bks_{m} - {n}", "\uff22\uff2b\uff33\uff0d{m}\uff0d{n}", "BKS \u2013 {m} \u2013 {n}",
)  # fmt: skip


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_number_is_found_however_it_is_typed(visitor: TestClient, typed: str) -> None:
    report = a_report()
    _, month, serial = report.number.split("-")
    given = typed.format(m=month, n=serial)
    answer = visitor.get("/lacak", params={"nomor": given}, follow_redirects=False)
    assert answer.headers["location"] == f"/lacak/{report.number}"


@pytest.mark.parametrize("nomor", ["BKS-2613-00042", "halo", "<script>alert(1)</script>", "x" * 5000, "\x00"])
def test_what_is_no_number_is_answered_kindly(visitor: TestClient, nomor: str) -> None:
    for answer in (
        visitor.get("/lacak", params={"nomor": nomor}),
        visitor.get("/lacak/" + quote(nomor[:50])),
    ):
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text
    assert "bukan nomor laporan" in visitor.get("/lacak", params={"nomor": nomor}).text


def test_a_gauges_alert_has_no_public_page(visitor: TestClient) -> None:
    report = a_report()
    with transaction() as tx:
        tx.get_one(Report, report.id).channel = "sensor"
    assert asked(visitor, report.number) == asked(visitor, "BKS-2611-09999")
    assert unlock(visitor, report) == 404


def test_a_joined_report_tells_what_became_of_the_matter_and_nothing_of_the_other_reporter(
    visitor: TestClient,
) -> None:
    mine = a_report()
    with transaction() as tx:
        head = reports.filed(tx, text="Kata-kata tetangga sendiri.")
        head.track_key = "kunci-tetangga"
        officer = people.officer(tx)
        joining.join(tx, officer=officer, report=tx.get_one(Report, mine.id), into=head.number, now=NOW)
    with transaction() as tx:
        officer, later = people.officer(tx), NOW + timedelta(hours=1)
        neighbour, theirs = tx.get_one(Person, head.person_id), tx.get_one(Report, head.id)
        residents.add_to_report(tx, head.number, person=neighbour, text="Kata lain.", now=later)
        officers_work.answer(tx, officer=officer, report=theirs, text="Kami tambal Senin.", now=later)
        said = tx.scalars(select(Message).where(Message.report_id == head.id, Message.direction == "keluar"))
        said.one().shown = True
        officers_work.change_status(
            tx, officer=officer, report=theirs, to=Status.KOORDINASI, reason="", now=later
        )
    assert unlock(visitor, mine, short_of("kunci-rahasia-1")) == 204
    page = visitor.get(f"/lacak/{mine.number}").text
    assert all(
        told in page for told in ("digabung dan dikerjakan bersama", "Koordinasi", "Kami tambal Senin.")
    )
    assert unlock(visitor, mine) == 204
    story = visitor.get(f"/lacak/{mine.number}").text
    assert STORY in story
    assert "Koordinasi" in story
    for one in (page, story):
        assert not any(theirs in one for theirs in (head.number, "tetangga", "Kata lain", "kunci-tetangga"))


def test_of_a_joined_report_whose_head_became_secret_nothing_more_is_told(visitor: TestClient) -> None:
    mine = a_report()
    with transaction() as tx:
        head = reports.filed(tx)
        officer = people.officer(tx)
        joining.join(tx, officer=officer, report=tx.get_one(Report, mine.id), into=head.number, now=NOW)
        tx.get_one(Report, head.id).privacy = "rahasia"
        tx.get_one(Report, head.id).status = "diproses"
    unlock(visitor, mine)
    page = visitor.get(f"/lacak/{mine.number}").text
    assert "Digabung" in page
    assert "Diproses" not in page.partition("Riwayat")[0]


def test_the_report_page_shows_what_was_promised_and_that_its_time_is_over(
    visitor: TestClient,
) -> None:
    report = a_report()
    assert unlock(visitor, report) == 204
    assert "Dijanjikan petugas" not in visitor.get(f"/lacak/{report.number}").text
    ahead = clock.now() + timedelta(days=3)
    for at, over in ((ahead, False), (clock.now() - timedelta(hours=1), True)):
        with transaction() as tx:
            tx.get_one(Report, report.id).promised_at = at
        page = visitor.get(f"/lacak/{report.number}").text
        assert promised_local(at) in page
        assert ("Waktunya sudah lewat." in page) == over
