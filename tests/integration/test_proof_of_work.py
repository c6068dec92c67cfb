"""A photo of the result, what is odd about it, and somebody else who looks before the resident is told."""

import random
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, text

from routing.errors import BadInput, NotFound, Refused
from routing.reports import bundling, handing_in, joining, proving
from storage import db, media, near
from storage.event_kinds import EventKind
from storage.media import Taken
from storage.models import Deletion, Event, EventReason, Media, Officer, Report, ReportMedia
from storage.pictures import sanitise
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.proof import HERE, HOUR, LAT, LON, finish, happened, keep, show, told, wanted
from tests.fakes import drawings


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx, proof=True)
        wanted(tx, checking="tidak")


def disguised(image: Image.Image) -> bytes:
    """The same picture as a follow-up: cut by a hundredth, made smaller, saved anew, dated another day."""
    cut = image.crop((6, 3, 1024, 764)).resize((900, 675))
    return drawings.located(LAT, LON, when="2026:11:23 10:30:00", image=drawings.saved(cut, quality=45))


# -- uploaded by mistake


def stored(name: str) -> bool:
    """Whether the picture is still known; else its file is written down to go."""
    with db.reading() as session:
        known, goes = session.get(Media, name), session.get(Deletion, name)
    assert (known is None) == (goes is not None)
    return known is not None


def test_a_photo_uploaded_by_mistake_is_taken_back_with_why_and_its_file_goes() -> None:
    with db.transaction() as tx:
        report, other, officer = reports.filed(tx, **HERE), reports.filed(tx, **HERE), people.officer(tx)
        for name in ("a" * 64, "b" * 64):
            show(tx, report, officer, name)
        show(tx, other, officer, "b" * 64)
        rows = tx.scalars(select(ReportMedia).filter_by(report_id=report.id))
        links = {row.sha256: row.id for row in rows}
        with pytest.raises(BadInput):
            handing_in.withdraw(
                tx, officer=officer, report=report, photo=links["a" * 64], reason=" ", now=NOW
            )
        with pytest.raises(NotFound):
            handing_in.withdraw(tx, officer=officer, report=other, photo=links["a" * 64], reason="x", now=NOW)
        for photo in links.values():
            handing_in.withdraw(
                tx, officer=officer, report=report, photo=photo, reason="Salah rumah.", now=NOW
            )
        with pytest.raises(Refused, match="perlu_foto_hasil"):
            finish(tx, report, officer)
    assert happened(report.id)[-2:] == ["report_result_withdrawn"] * 2
    assert (stored("a" * 64), stored("b" * 64)) == (False, True)  # another report shows the second
    with db.reading() as session:
        reasons = session.scalars(select(EventReason.text)).all()
    assert reasons == ["Salah rumah."] * 2


def test_what_the_resident_was_shown_or_somebody_checks_is_not_taken_back() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx, **HERE), people.officer(tx)
        show(tx, report, officer, "a" * 64)
        assert finish(tx, report, officer) == "selesai"
        photo = tx.scalars(select(ReportMedia.id)).one()
        for status, code in (("selesai", "foto_sudah_dikirim"), ("diperiksa", "sedang_diperiksa")):
            report.status = status
            tx.flush()
            with pytest.raises(Refused, match=code):
                handing_in.withdraw(tx, officer=officer, report=report, photo=photo, reason="Salah.", now=NOW)
    assert stored("a" * 64)


# -- is there one?


def test_without_a_photo_the_work_is_not_finished_and_nothing_changes() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx, place="depan pasar"), people.officer(tx)
    before = happened(report.id)
    with pytest.raises(Refused) as refused, db.transaction() as tx:
        finish(tx, tx.get_one(Report, report.id), tx.get_one(Officer, officer.id))
    assert refused.value.sentence == "Unggah foto hasil pekerjaannya dulu, lalu selesaikan."
    assert (happened(report.id), told(report.id)) == (before, [])
    with db.transaction() as tx:
        report, officer = tx.get_one(Report, report.id), tx.get_one(Officer, officer.id)
        assert show(tx, report, officer, "a") == []
        assert finish(tx, report, officer) == "selesai"


@pytest.mark.parametrize(
    ("proof", "more", "status"),
    [
        ("selalu", {}, None), ("di_lokasi", {}, "selesai"), ("di_lokasi", {"place": "dekat SD"}, None),
        ("di_lokasi", HERE, None), ("tidak", HERE, "selesai"),
    ],
)  # fmt: skip
def test_a_photo_is_wanted_where_the_category_says_so(proof: str, more: dict[str, Any], status: str) -> None:
    with db.transaction() as tx:
        wanted(tx, proof=proof)
        report, officer = reports.filed(tx, **more), people.officer(tx)
        if status:
            assert finish(tx, report, officer) == status
        else:
            with pytest.raises(Refused, match="perlu_foto_hasil"):
                finish(tx, report, officer)


def test_an_office_matter_has_no_spot_to_photograph() -> None:
    with db.transaction() as tx:
        wanted(tx, category="kependudukan", checking="tidak")
        report = reports.filed(tx, category="kependudukan", place="kelurahan")
        assert finish(tx, report, people.officer(tx, agency="disdukcapil")) == "selesai"


# -- what is odd?


def test_the_old_photo_of_another_report_with_a_new_date_is_found() -> None:
    """The scandal elsewhere: last month's follow-up photo, cut, made smaller, saved anew, dated today."""
    for seed in range(5):
        with db.transaction() as tx:
            first, again = (
                sanitise(drawings.located(image=drawings.road(seed))),
                sanitise(disguised(drawings.road(seed))),
            )
            old, new, officer = reports.filed(tx), reports.filed(tx, **HERE), people.officer(tx)
            assert first.jpeg != again.jpeg
            assert again.taken_at is not None
            assert show(tx, old, officer, f"old{seed}", phash=first.phash) == []
            taken = Taken(again.lat, again.lon, again.taken_at)
            now = again.taken_at + HOUR
            odd = show(tx, new, officer, f"new{seed}", phash=again.phash, taken=taken, now=now)
            assert odd == ["dipakai_ulang"]
            ((flag,),) = proving.flags(tx, new).values()
            assert flag.said == old.number
            assert finish(tx, new, officer, now=now) == "diperiksa"  # although the category checks none


def test_different_streets_are_not_taken_for_one_photo() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        for seed in range(10, 22):
            phash = sanitise(drawings.located(image=drawings.road(seed))).phash
            assert show(tx, reports.filed(tx), officer, f"s{seed}", phash=phash) == []


def test_the_residents_own_photo_is_no_proof_and_a_strangers_neither() -> None:
    with db.transaction() as tx:
        mine, other, officer = reports.filed(tx), reports.filed(tx), people.officer(tx)
        keep(tx, "w", "0123456789abcdef")
        media.attach(tx, mine, "w", now=NOW)
        assert show(tx, mine, officer, "w") == ["foto_warga"]  # the same bytes
        assert show(tx, other, officer, "x", phash="0123456789abcdee") == ["dipakai_ulang"]


def test_far_early_and_old_photos_are_flagged_and_only_in_the_citys_log() -> None:
    taken = Taken(LAT + 0.01, LON, NOW - timedelta(days=9))
    with db.transaction() as tx:
        report, officer = reports.filed(tx, **HERE), people.officer(tx)
        assert show(tx, report, officer, "a", taken=taken) == ["jauh", "sebelum_laporan", "lama"]
    with db.reading() as session:
        flagged = session.scalars(select(Event).where(Event.kind == EventKind.PROOF_FLAGGED)).one()
    assert flagged.report_id is None  # what is of the report is handed out to its resident
    assert flagged.data["number"] == report.number
    assert flagged.data["flags"] == ["jauh", "sebelum_laporan", "lama"]


def test_a_photo_that_came_later_makes_none_before_it_odd() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx)
        assert show(tx, report, officer, "a", phash="0123456789abcdef") == []
        media.attach(tx, reports.filed(tx), "a", now=NOW)
        assert proving.flags(tx, report) == {}


def test_one_photo_shows_all_reports_of_one_work_order_finished() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        one, two, far = (reports.filed(tx, lat=LAT + step, lon=LON) for step in (0, 0.001, 0.01))
        bundle = bundling.make(
            tx, officer=officer, kind="pekerjaan", title="Aspal", now=NOW,
            numbers=[one.number, two.number, far.number],
        )  # fmt: skip
        assert show(tx, one, officer, "a", phash="0123456789abcdef", taken=Taken(LAT, LON, NOW)) == []
        bundling.finish(
            tx, officer=officer, bundle_id=bundle.id, reason="Diaspal.", now=NOW,
            numbers=[one.number, two.number, far.number],
        )  # fmt: skip
        assert [r.status for r in (one, two, far)] == [
            "selesai",
            "selesai",
            "diperiksa",
        ]  # too far to be shown
        (odd,) = proving.flags(tx, far).values()
        assert [flag.what.value for flag in odd] == ["jauh"]
        outside = reports.filed(tx)
        assert show(tx, outside, officer, "a") == ["dipakai_ulang"]


def test_an_event_makes_no_photo_of_one_report_proof_of_another() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        one, two = reports.filed(tx, **HERE), reports.filed(tx, **HERE)
        numbers = [one.number, two.number]
        bundling.make(tx, officer=officer, kind="kejadian", title="Hujan", now=NOW, numbers=numbers)
        show(tx, one, officer, "a")
        assert show(tx, two, officer, "a") == ["dipakai_ulang"]


def test_what_a_joined_resident_sent_is_the_matters_own_photo() -> None:
    with db.transaction() as tx:
        head, joined, operator = reports.filed(tx), reports.filed(tx), people.officer(tx, "operator", None)
        keep(tx, "w", "0123456789abcdef")
        media.attach(tx, joined, "w", now=NOW)
        joining.join(tx, officer=operator, report=joined, into=head.number, now=NOW)
        assert show(tx, head, operator, "x", phash="0123456789abcdee") == ["foto_warga"]


def test_a_flagged_photo_after_the_end_is_refused_since_nobody_would_look() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx, **HERE), people.officer(tx)
        show(tx, report, officer, "a")
        finish(tx, report, officer)
    with pytest.raises(Refused, match="foto_sesudah_selesai"), db.transaction() as tx:
        report, officer = tx.get_one(Report, report.id), tx.get_one(Officer, officer.id)
        show(tx, report, officer, "b", taken=Taken(LAT + 1, LON))
    assert told(report.id) == ["notice-done"]


# -- the look-up


def test_every_hash_within_seven_bits_is_found_and_none_beyond() -> None:
    dice = random.Random(5)
    phash = dice.getrandbits(64)
    with db.transaction() as tx:
        for bits in range(12):
            for turn in range(12):
                flipped = sum(1 << bit for bit in dice.sample(range(64), bits))
                keep(tx, f"{bits}-{turn}", f"{phash ^ flipped:016x}")
        found = near.like(tx, f"{phash:016x}", bits=7)
    assert {name.split("-")[0] for name in found} == {str(bits) for bits in range(8)}
    assert len(found) == 12 * 8


def test_the_look_up_goes_by_the_indexes(database: str) -> None:
    with db.transaction() as tx:
        if not db.is_sqlite():
            tx.execute(text("SET LOCAL enable_seqscan = off"))  # a table of no rows is scanned otherwise
        plan = "EXPLAIN " if not db.is_sqlite() else "EXPLAIN QUERY PLAN "
        sql = near.statement("0123456789abcdef").compile(
            tx.get_bind(), compile_kwargs={"literal_binds": True, "render_postcompile": True}
        )
        told_ = " ".join(str(row) for row in tx.execute(text(plan + str(sql).replace(":", "\\:"))))
    assert all(f"ix_media_phash_{number}" in told_ for number in range(1, 5)), told_
