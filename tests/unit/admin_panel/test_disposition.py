"""The surat disposisi: what the crew has to know on one paper, and nothing about who wrote the report."""

from io import BytesIO

from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select

from storage import db
from storage.models import Report
from tests.factories import reports
from tests.fakes.papers import text_of
from tests.unit.admin_panel.conftest import SignIn

HOSTILE = '#panic("x") *tebal* $x$ \\ #include "/sorot/settings.py" </p> di depan 道'


def filed() -> str:
    with db.transaction() as tx:
        return reports.filed(tx, text=HOSTILE, place="Jl. Kenari RT 03").number


def test_the_paper_says_what_the_crew_needs_and_not_who_wrote(signed_in: SignIn) -> None:
    number = filed()
    answer = signed_in("rina").get(f"/petugas/laporan/{number}/disposisi.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    said = text_of(answer.content).replace("\n", " ")
    for words in (
        "Pemerintah Kota Bekasi", "Dinas Bina Marga dan Sumber Daya Air", number, "Jl. Kenari RT 03",
        HOSTILE.replace("道", "?"), "Kerjakan sampai selesai", "Halaman 1 dari 1",
    ):  # fmt: skip
        assert words in said
    assert "Ratna" not in said


def test_the_paper_can_be_kept_and_read_aloud(signed_in: SignIn) -> None:
    content = signed_in("rina").get(f"/petugas/laporan/{filed()}/disposisi.pdf").content
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_a_photo_stands_on_the_paper_and_a_lost_one_leaves_it_out(app: FastAPI, signed_in: SignIn) -> None:
    number, kept = filed(), BytesIO()
    Image.new("RGB", (40, 30), "teal").save(kept, "JPEG")
    sha256 = app.state.media.put(kept.getvalue())
    with db.transaction() as tx:
        reports.picture(tx, tx.scalars(select(Report).where(Report.number == number)).one(), sha256)
    paper = f"/petugas/laporan/{number}/disposisi.pdf"
    assert "Foto dari warga" in text_of(signed_in("rina").get(paper).content)

    app.state.media.delete(sha256)
    answer = signed_in("rina").get(paper)
    assert answer.status_code == 200
    assert "Foto dari warga" not in text_of(answer.content)


def test_another_office_gets_no_paper(signed_in: SignIn) -> None:
    number = filed()
    assert signed_in("dimas").get(f"/petugas/laporan/{number}/disposisi.pdf").status_code == 404
    assert signed_in("operator").get(f"/petugas/laporan/{number}/disposisi.pdf").status_code == 200
