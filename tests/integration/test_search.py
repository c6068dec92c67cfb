"""Full-text search: the same finds on both databases, in step with what is written, behind the door."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.people import personal_data
from routing.reports import correcting, door, indexing, officers_work, residents, searching
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from storage import db
from storage.models import Counter, Look, Message, Officer, ReportWords
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, MARGAHAYU, NOW
from tests.factories.queries import counted


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def found(session: Session, officer: Officer, text: str = "", phone: str = "") -> list[str]:
    page = visible_to(session, officer).page(Filters(text=text, phone=phone), now=NOW)
    return [report.text for report in page.reports]


TEXTS = (
    "Sampah menumpuk di jln Mawar RT 05.",
    "Tumpukan pasir menutup jalan.",
    'Lampu 100% mati, O\'Neil "ya"',
)
# What is typed -> which of the texts it finds, the newest first.
TYPED: dict[str, list[int]] = {
    "tumpuk": [1, 0], "ditumpuk": [1, 0], "TUMPUKAN": [1, 0], "menumpuk sampah": [0], "mawar jln": [0],
    "jl mawar": [0], "jalan": [2, 1, 0], "rt 5": [0], "rt 05": [0], "samp": [0], "sa": [], "o'neil": [2],
    "100%": [2],
    "\"": [], "NEAR(a b)": [], "sampah OR pasir": [], "-sampah": [0], "sampah*": [0], "' & !x": [], "a:b": [],
    "lampu \x00 mati": [2], "penutup jalan": [1], "kranji": [2, 1, 0], "bekasi barat": [2, 1, 0],
    "2611": [2, 1, 0],
    "00002": [1], "0003": [2], "BKS-2611-00003": [2], "margahayu": [],
}  # fmt: skip


def test_words_are_found_inflected_begun_and_quoted_alike_on_both_databases() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        for text in TEXTS:
            reports.filed(tx, text=text)
    with db.reading() as session:
        for typed, expected in TYPED.items():
            assert found(session, officer, typed) == [TEXTS[number] for number in expected], typed


@pytest.mark.parametrize(("most", "sought"), [(2, 1), (1, 2)])
def test_few_finds_are_looked_for_once_and_many_along_the_list(
    most: int, sought: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "COUNTED", most)
    with db.transaction() as tx:
        officer = people.officer(tx)
        numbers = [reports.filed(tx, text=text).number for text in (TEXTS[0], *TEXTS[:2])]
    with db.reading() as session:
        seen = visible_to(session, officer)
        catalogue(session)
        with counted() as statements:
            page = seen.page(Filters(text="sampah", rows=1), now=NOW)
        after = seen.page(Filters(text="sampah", rows=1, after=page.after), now=NOW)
    assert [page.reports[0].number, after.reports[0].number] == [numbers[1], numbers[0]]
    assert (page.many, after.after) == (2, "")
    assert sum("report_words" in statement for statement in statements) == sought


def test_what_is_written_later_is_found_and_what_is_no_longer_there_is_not() -> None:
    with db.transaction() as tx:
        officer, by = people.officer(tx), people.person(tx)
        by.name = "Zulkenari"
        report = reports.filed(tx, by=by, text="Zulkenari melapor lampu mati.", place="Gang Mawar")
        officers_work.note(tx, officer=officer, report=report, text="Siapkan tangga.", now=NOW)
        reports.filed(tx, text="Yang lain.")
    with db.transaction() as tx:
        residents.add_to_report(tx, report.number, person=by, text="Tiangnya miring.", now=NOW)
        correcting.correct(tx, report.number, person=by, new="Gang Melati", place="Gang Melati", now=NOW)
    with db.reading() as session:
        for typed in ("tangga", "tiang miring", "melati", "zulkenari lampu"):
            assert found(session, officer, typed) == ["Zulkenari melapor lampu mati.\nGang Melati"], typed
        assert found(session, officer, "mawar") == []
    with db.transaction() as tx:
        officers_work.forward(tx, officer=officer, report=report, agency="dlh", reason="Urusan DLH.", now=NOW)
        personal_data.erase(tx, by, now=NOW)
    with db.transaction() as tx:
        there = people.officer(tx, agency="dlh")
        assert found(tx, there, "zulkenari") == found(tx, officer, "tangga") == []
        assert len(found(tx, there, "tangga")) == 1
        tx.delete(tx.scalars(select(Message).where(Message.text.contains("tangga"))).one())
    with db.reading() as session:
        assert found(session, there, "tangga") == []


def test_the_door_stands_before_what_is_found() -> None:
    with db.transaction() as tx:
        here, elsewhere = people.officer(tx), people.officer(tx, agency="dlh")
        lurah = people.officer(tx, "lurah", f"kel-{KRANJI}")
        reports.filed(tx, text="Aspal amblas.")
        reports.filed(tx, text="Aspal rahasia.", privacy="rahasia")
        reports.filed(tx, text="Aspal jauh.", kelurahan=MARGAHAYU)
    with db.reading() as session:
        assert found(session, here, "aspal") == ["Aspal jauh.", "Aspal rahasia.", "Aspal amblas."]
        assert (found(session, elsewhere, "aspal"), found(session, lurah, "aspal")) == ([], ["Aspal amblas."])
        door = visible_to(session, here)
        assert door.how_many(Filters(text="aspal"), now=NOW) == 3
        assert door.how_many(Filters(text="aspal"), now=NOW, most=1) == 2


def test_the_end_of_a_number_finds_only_for_who_may_see_it_and_each_find_is_noted() -> None:
    from routing.people import looks

    with db.transaction() as tx:
        mine, lurah = people.officer(tx), people.officer(tx, "lurah", f"kel-{KRANJI}")
        by = people.person(tx, channel="whatsapp")
        by.address = "6281234564821"
        tx.flush()
        reports.filed(tx, by=by, text="Terbuka.")
        reports.filed(tx, by=by, text="Tanpa nama.", privacy="anonim")
        reports.filed(tx, text="Orang lain.")
        assert found(tx, mine, phone="4821") == ["Terbuka."]
        for officer, phone in (
            (lurah, "4821"),
            (mine, "821"),
            (mine, "x821"),
            (mine, "4822"),
            (mine, "६४८२"),
        ):
            assert found(tx, officer, phone=phone) == []
        page = visible_to(tx, mine).page(Filters(phone="4821"), now=NOW)
        for _ in range(2):
            looks.note_found(tx, officer=mine, reports=page.reports, now=NOW)
        assert tx.scalars(select(Look.reason)).all() == [looks.BY_NUMBER]


def test_reports_from_before_are_written_down_newest_first_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    with db.transaction() as tx:
        officer = people.officer(tx)
        made = [reports.filed(tx, text=f"Aspal {name}.") for name in ("satu", "dua", "tiga")]
    with db.transaction() as tx:
        for row in tx.scalars(select(ReportWords)):
            tx.delete(row)
        tx.add(Counter(name=indexing.FILL, value=made[-1].id))
    steps = []
    for _ in range(3):
        with db.transaction() as tx:
            many = indexing.fill(tx)
        with db.reading() as session:
            steps.append((many, found(session, officer, "aspal")))
    assert steps == [
        (2, ["Aspal tiga.", "Aspal dua."]), (1, ["Aspal tiga.", "Aspal dua.", "Aspal satu."]),
        (0, ["Aspal tiga.", "Aspal dua.", "Aspal satu."]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lubamg", "lubang"), ("genangn di Kranji", "genangan di Kranji"), ("smapah kranju", "sampah kranji"),
     ("lubang jalan menumpuk Pekayon jln BKS-2611-00001", ""), ("xyzzyx qwrtp", ""), ("", "")],
)  # fmt: skip
def test_what_seems_mistyped_is_offered_as_it_was_perhaps_meant(typed: str, meant: str) -> None:
    with db.reading() as session:
        assert searching.meant(catalogue(session), typed) == meant


def test_the_words_are_marked_where_they_stand() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        first = reports.filed(tx, text="Sampah <b>menumpuk</b> di depan sekolah " + "lama sekali " * 40)
        second = reports.filed(tx, text="Lain.", place="dekat tumpukan kayu")
        officers_work.note(tx, officer=officer, report=second, text="Regu pagi.", now=NOW)
    with db.reading() as session:
        city_, both = catalogue(session), (first, second)
        marks = searching.places(session, city_, both, "tumpuk")
        assert [(marks[r.id].where, [p for p, hit in marks[r.id].parts if hit]) for r in both] == [
            ("", ["menumpuk"]), ("Tempat", ["tumpukan"])
        ]  # fmt: skip
        assert "".join(part for part, _ in marks[first.id].parts).startswith(
            "Sampah <b>menumpuk</b> di depan"
        )
        noted = searching.places(session, city_, both, "regu")
        assert {number: hit.where for number, hit in noted.items()} == {second.id: "Catatan"}
        assert searching.places(session, city_, both, "kranji") == {}
