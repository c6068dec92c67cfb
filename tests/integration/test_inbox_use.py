"""What each officer makes of the inbox: what is unread, which views are kept and whose they are."""

from urllib.parse import urlencode

import pytest

from routing.errors import BadInput, NotFound
from routing.reports import mentioning, officers_work, residents, saved_views, seen
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from storage import db, events
from storage.models import Officer
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def test_a_report_is_unread_until_opened_and_again_when_somebody_else_did_something() -> None:
    with db.transaction() as tx:
        rina, agus, by = people.officer(tx), people.officer(tx), people.person(tx)
        report, other = reports.filed(tx, by=by), reports.filed(tx)

    def unread(officer: Officer) -> set[int]:
        with db.reading() as session:
            return seen.unread(session, session.get_one(Officer, officer.id), (report, other))

    assert unread(rina) == {report.id, other.id}
    with db.transaction() as tx:
        seen.opened(tx, rina, report, events.last_seq(tx))
    with db.transaction() as tx:  # one's own deed is no news to oneself
        officers_work.note(tx, officer=rina, report=report, text="Siap.", now=NOW)
    assert (unread(rina), unread(agus)) == ({other.id}, {report.id, other.id})
    with db.transaction() as tx:
        residents.add_to_report(tx, report.number, person=by, text="Masih begitu.", now=NOW)
    assert unread(rina) == {report.id, other.id}
    with db.transaction() as tx:
        seen.read_all(tx, rina)
    assert (unread(rina), unread(agus)) == (set(), {report.id, other.id})
    with db.transaction() as tx:
        seen.unread_again(tx, rina, other)
    assert unread(rina) == {other.id}


def test_a_view_is_ones_own_or_the_offices_and_only_its_keeper_or_the_head_takes_it_away() -> None:
    with db.transaction() as tx:
        rina, agus, head = people.officer(tx), people.officer(tx), people.officer(tx, "kepala")
        elsewhere = people.officer(tx, agency="dlh")
        own = saved_views.keep(tx, officer=rina, name="PJU", query="kategori=pju&q=", shared=False, now=NOW)
        query = "urut=terbaru&kategori=jalan_rusak&sesudah=1~2&banyak=80"
        ours = saved_views.keep(tx, officer=rina, name="Jalan", query=query, shared=True, now=NOW)
        assert ours.query == "kategori=jalan_rusak&urut=terbaru"  # from the top
        again = saved_views.keep(tx, officer=rina, name="PJU", query="kategori=pju", shared=False, now=NOW)
        tx.flush()
        assert again.id == own.id
        names = [[v.name for v in saved_views.of_officer(tx, who)] for who in (rina, agus, elsewhere)]
        assert names == [["Jalan", "PJU"], ["Jalan"], []]
        for who, view in ((agus, ours), (agus, own), (elsewhere, ours), (head, own)):
            with pytest.raises(NotFound):
                saved_views.remove(tx, officer=who, view_id=view.id)
        saved_views.remove(tx, officer=head, view_id=ours.id)
        saved_views.remove(tx, officer=rina, view_id=own.id)
        tx.flush()
        assert saved_views.of_officer(tx, rina) == []


@pytest.mark.parametrize("query", ["", "hp=4821", "banyak=abc", "urut=mendesak", "status=" + "x" * 99])
def test_what_asks_for_nothing_or_names_a_person_is_not_kept(query: str) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        with pytest.raises(BadInput):
            saved_views.keep(tx, officer=officer, name="x", query=query, shared=False, now=NOW)


def test_filters_go_through_an_address_and_back() -> None:
    asked = Filters(text="sampah & pasir", category="pju", holder="saya", today=True, sort="terbaru")
    with db.transaction() as tx:
        officer = people.officer(tx)
        view = saved_views.keep(
            tx, officer=officer, name="x", query=urlencode(asked.query()), shared=False, now=NOW
        )
        assert saved_views.read(view.query) == asked


def test_a_note_speaks_to_colleagues_who_may_read_it_until_they_open_the_report() -> None:
    with db.transaction() as tx:
        rina, agus, gone = people.officer(tx), people.officer(tx), people.officer(tx, active=False)
        elsewhere = people.officer(tx, agency="dlh")
        report = reports.filed(tx)
        names = " ".join(f"@{who.username.upper()}" for who in (rina, agus, gone, elsewhere))
        text = f"{names}, lihat ya. Surel: pos@{agus.username} dan @tidakada"
        officers_work.note(tx, officer=rina, report=report, text=text, now=NOW)

    def spoken_to() -> list[bool]:
        with db.reading() as session:
            doors = [visible_to(session, who) for who in (rina, agus, gone, elsewhere)]
            found = [bool(door.page(Filters(mentioned=True), now=NOW).reports) for door in doors]
            assert [door.counts(now=NOW).get("disebut", 0) > 0 for door in doors] == found
            return found

    assert spoken_to() == [False, True, False, False]
    with db.transaction() as tx:
        mentioning.seen(tx, agus, report, now=NOW)
    assert spoken_to() == [False, False, False, False]
