"""Work orders and events over many reports; one report split into several."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from routing.domain.splitting import pieces, share
from routing.errors import BadInput, NotFound, Refused
from routing.reports import bundling, joining, splitting
from routing.reports.door import visible_to
from routing.reports.splitting import Split
from routing.reports.supporting import support
from storage import db
from storage.models import Bundle, Message, Officer, Outbox, Person, Report, ReportMedia
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.integration.test_joining import filed, officer, report_of

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


def made(*numbers: str, by: int, kind: str = "pekerjaan") -> int:
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        return bundling.make(
            tx, officer=who, kind=kind, title="Pelapisan ulang Jl. Bintara", numbers=numbers, now=LATER
        ).id


def tell(bundle: int, text: str, *, by: int) -> int:
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        return bundling.tell(tx, officer=who, bundle_id=bundle, text=text, now=LATER)


def keys(person: int | None) -> list[str | None]:
    with db.reading() as session:
        found = select(Outbox.key).where(Outbox.person_id == person).order_by(Outbox.id)
        return list(session.scalars(found))


def test_one_message_reaches_all_reporters_and_supporters_once() -> None:
    by = officer()
    with db.transaction() as tx:
        twice, joiner = people.person(tx).id, people.person(tx).id
    one, two, three = filed(by=twice), filed(by=twice), filed()
    hanging = filed()
    with db.transaction() as tx:
        support(tx, three, person=tx.get_one(Person, joiner), text="Sama.", now=LATER)
        who = tx.get_one(Officer, by)
        joining.join(tx, officer=who, report=visible_to(tx, who).get(hanging), into=three, now=LATER)
    bundle = made(one, two, three, by=by)
    assert tell(bundle, "Mulai Senin jalannya kami aspal ulang.", by=by) == 4
    everybody = [twice, joiner, report_of(three).person_id, report_of(hanging).person_id]
    assert [keys(person)[-1] for person in everybody] == [
        "notice-bundle", "notice-supporter-bundle", "notice-bundle", "notice-bundle",
    ]  # fmt: skip
    assert sum(key in ("notice-bundle", "notice-supporter-bundle") for p in everybody for key in keys(p)) == 4
    with db.reading() as session:
        said = select(Message.report_id).where(Message.direction == "keluar")
        assert len(set(session.scalars(said))) == 4


def test_finishing_it_finishes_the_members_named_and_leaves_the_others() -> None:
    by = officer()
    one, two = filed(), filed()
    bundle = made(one, two, by=by)
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        bundling.finish(tx, officer=who, bundle_id=bundle, reason="Sudah diaspal.", numbers=[one], now=LATER)
    assert (report_of(one).status, report_of(two).status) == ("selesai", "menunggu")
    assert keys(report_of(one).person_id) == ["notice-done"]
    assert keys(report_of(two).person_id) == []
    with pytest.raises(Refused, match="kumpulan_selesai"), db.transaction() as tx:
        who = tx.get_one(Officer, by)
        bundling.add(tx, officer=who, bundle_id=bundle, number=two, now=LATER)


def test_what_is_not_theirs_is_neither_shown_nor_told() -> None:
    by, operator = officer(), officer("operator", None)
    road, rubbish = filed(), filed(category="sampah")
    bundle = made(road, by=by)
    with pytest.raises(NotFound), db.transaction() as tx:
        who = tx.get_one(Officer, by)
        bundling.add(tx, officer=who, bundle_id=bundle, number=rubbish, now=LATER)
    with db.transaction() as tx:
        bundling.add(tx, officer=tx.get_one(Officer, operator), bundle_id=bundle, number=rubbish, now=LATER)
    with db.reading() as session:
        who, found = session.get_one(Officer, by), session.get_one(Bundle, bundle)
        assert [row.number for row in bundling.members(session, who, found)] == [road]
    assert tell(bundle, "Kami mulai besok.", by=by) == 1
    assert keys(report_of(rubbish).person_id) == []
    with pytest.raises(NotFound):
        tell(bundle, "Bukan urusan kami.", by=officer("petugas", "dlh"))


@pytest.mark.parametrize(
    ("change", "code"),
    [({"kind": "rapat"}, "kumpulan_jenis"), ({"title": "  "}, "teks_kosong"),
     ({"numbers": ["BKS-2611-99999"]}, "laporan_tidak_ada")],
)  # fmt: skip
def test_a_bad_bundle_gets_its_sentence_and_is_not_made(change: dict[str, object], code: str) -> None:
    by = officer()
    given = {"kind": "kejadian", "title": "Banjir", "numbers": [filed()], **change}
    with pytest.raises((BadInput, NotFound), match=code), db.transaction() as tx:
        bundling.make(tx, officer=tx.get_one(Officer, by), now=LATER, **given)  # type: ignore[arg-type]
    with db.reading() as session:
        assert session.scalars(select(Bundle)).all() == []


def split(number: str, plan: Split, *, by: int | None = None) -> list[str]:
    by = by or officer()
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        report = visible_to(tx, who).get(number)
        return [one.number for one in splitting.split(tx, officer=who, report=report, plan=plan, now=LATER)]


TWO = "Jalan depan sekolah bolong. Sampah di sebelahnya tidak diangkut seminggu."


def test_each_part_has_its_words_pictures_and_office_and_the_resident_is_told_once() -> None:
    number = filed(text=TWO)
    with db.transaction() as tx:
        report = tx.scalars(select(Report)).one()
        for name in ("a" * 64, "b" * 64):
            reports.picture(tx, report, name)
    (other,) = split(number, Split({1: "sampah"}, {1: 1}, {"b" * 64: 1}))
    old, new = report_of(number), report_of(other)
    assert old.text == "Jalan depan sekolah bolong."
    assert new.text == "Sampah di sebelahnya tidak diangkut seminggu."
    assert (old.agency_code, new.agency_code) == ("dbmsda", "dlh")
    assert (new.person_id, new.channel, new.kelurahan_code) == (
        old.person_id, old.channel, old.kelurahan_code,
    )  # fmt: skip
    assert keys(old.person_id) == ["notice-split"]
    with db.reading() as session:
        link = select(ReportMedia.sha256).where(ReportMedia.report_id == new.id)
        assert session.scalars(link).all() == ["b" * 64]


def test_a_secret_part_is_told_to_nobody_but_its_reporter() -> None:
    number = filed(text="Jalan rusak. Anak tetangga sering dipukuli di rumah.")
    with db.transaction() as tx:
        supporter = people.person(tx)
        support(tx, number, person=supporter, text="Sama.", now=LATER)
        person = supporter.id
    (secret,) = split(number, Split({1: "perempuan_anak"}, {1: 1}))
    assert report_of(secret).privacy == "rahasia"
    assert report_of(secret).supporters == 0
    assert keys(person) == []
    assert keys(report_of(number).person_id) == ["notice-split"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [(Split({}, {}), "pecah_kosong"), (Split({1: "sampah"}, {}), "pecah_kosong"),
     (Split({1: "sampah"}, {0: 1, 1: 1}), "pecah_kosong"),
     (Split({1: "tidak_ada"}, {1: 1}), "kategori_tidak_ada"),
     (Split({1: "sampah"}, {1: 1}, {"a": 7}), "pecah_kosong")],
)  # fmt: skip
def test_a_bad_split_gets_its_sentence_and_changes_nothing(plan: Split, code: str) -> None:
    number = filed(text=TWO)
    with pytest.raises(BadInput, match=code):
        split(number, plan)
    assert report_of(number).text == TWO
    with db.reading() as session:
        assert len(session.scalars(select(Report)).all()) == 1


@given(st.text(max_size=300), st.dictionaries(st.integers(0, 30), st.integers(0, 3)))
def test_no_word_is_lost_however_a_text_is_cut(text: str, where: dict[int, int]) -> None:
    found = pieces(text)
    assert "".join(found) == text
    told = share(found, where)
    assert sorted(" ".join(told.values()).split()) == sorted(text.split())
