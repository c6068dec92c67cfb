"""What a form says reaches its route: a field read from the address instead would silently be left out."""

from datetime import timedelta

from sqlalchemy import select

from storage import clock, db
from storage.models import Delegation, Incident
from tests.factories import people
from tests.factories.panel import officer_named
from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.test_access import SAFE, TABLE

# Whose page is asked about something by its address, which the form sends along.
BY_ADDRESS = {"/petugas/atensi/baru", "/petugas/jalan"}


def test_no_form_field_is_looked_for_in_the_address() -> None:
    found = {
        path: [field.alias for field in needs.query_params]
        for method, path, needs in TABLE
        if method not in SAFE
    }
    assert {path for path, names in found.items() if names} == BY_ADDRESS


def test_a_head_says_that_a_colleague_is_on_leave_not_they_themselves(
    signed_in: SignIn, panel_db: None
) -> None:
    with db.transaction() as tx:
        away, there = people.officer(tx, agency="dlh"), people.officer(tx, agency="dlh")
        ids = away.id, there.id
    day = clock.now().astimezone(clock.LOCAL).date().isoformat()
    form = {"petugas": ids[0], "pengganti": ids[1], "mulai": day, "sampai": day}
    assert signed_in("kepala").post("/petugas/pembagian/cuti", data=form).status_code == 303
    with db.reading() as session:
        assert session.execute(select(Delegation.officer_id, Delegation.to_id)).all() == [ids]


def test_a_leave_that_cannot_be_is_shown_again_as_it_was_filled_in(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        away, there = people.officer(tx, agency="dlh").id, people.officer(tx, agency="dlh").id
    day = (clock.now().astimezone(clock.LOCAL).date() + timedelta(days=3)).isoformat()
    form = {"petugas": away, "pengganti": there, "mulai": day, "sampai": day, "semua": "true"}
    kepala = signed_in("kepala")
    assert kepala.post("/petugas/pembagian/cuti", data=form).status_code == 303
    again = kepala.post("/petugas/pembagian/cuti", data=form)
    assert again.status_code == 422
    assert again.text.count(f'value="{day}"') == 2
    for chosen in (away, there):
        assert f'<option value="{chosen}" selected>' in again.text


def test_an_officer_says_it_for_nobody_else(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        other = people.officer(tx, agency="dlh").id
        mine = officer_named(tx, "dimas").id
    day = clock.now().astimezone(clock.LOCAL).date().isoformat()
    form = {"petugas": other, "pengganti": mine, "mulai": day, "sampai": day}
    assert signed_in("dimas").post("/petugas/pembagian/cuti", data=form).status_code == 403


def test_an_event_begun_as_a_drill_is_one(signed_in: SignIn, panel_db: None) -> None:
    form = {"kind": "banjir", "title": "Gladi banjir Kranji", "latihan": "true"}
    assert signed_in("operator").post("/petugas/kejadian", data=form).status_code == 303
    with db.reading() as session:
        assert session.scalars(select(Incident.drill)).all() == [True]


def test_an_event_is_joined_to_the_one_chosen(signed_in: SignIn, panel_db: None) -> None:
    operator = signed_in("operator")
    for title in ("Banjir Kranji", "Banjir Kranji barat"):
        operator.post("/petugas/kejadian", data={"kind": "banjir", "title": title})
    joined = operator.post("/petugas/kejadian/2/gabung", data={"ke": "1"})
    assert joined.headers["Location"] == "/petugas/kejadian/1?kabar=gabung"
