"""Tables in the shapes agencies publish: bytes of CSV, workbooks and JSON, small and made up."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"

Sheet = tuple[str, Sequence[Sequence[Any]], Sequence[str]]  # name, rows, what is merged ("A1:D1")


def workbook(*sheets: Sheet) -> bytes:
    """An XLSX of these sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        parts = "".join(_override(f"worksheets/sheet{n}", "worksheet") for n in range(1, len(sheets) + 1))
        rels = f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">{rels}{_override("workbook", "sheet.main")}'
            f"{parts}</Types>",
        )
        packed.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, (name, _, _) in enumerate(sheets, start=1)
        )
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        )
        files = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        packed.writestr("xl/_rels/workbook.xml.rels", _relations(files))
        for n, (_, rows, merged) in enumerate(sheets, start=1):
            packed.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(rows, merged))
    return made.getvalue()


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_SHEET_TYPE.format(kind)}"/>'


def _relations(files: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(files, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _sheet(rows: Sequence[Sequence[Any]], merged: Sequence[str]) -> str:
    told = "".join(
        f'<row r="{r}">{"".join(_cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    over = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    merges = f"<mergeCells>{over}</mergeCells>" if over else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData>{merges}</worksheet>'


def _cell(at: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


# As statistics offices publish: a title over all, names in two merged lines, (1) (2) below, notes under it.
BPS = workbook(
    ("Keterangan", [["Tabel disusun oleh bidang statistik"]], []),
    (
        "1.1",
        [
            ["Jumlah Penduduk Menurut Kecamatan dan Jenis Kelamin, 2024"],
            [],
            ["Kecamatan", "Jumlah Penduduk (jiwa)", None, None],
            [None, "Laki-laki", "Perempuan", "Jumlah"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["1. Bekasi Timur", 120500, 121300.0, "241.800"],
            ["2. Bekasi Barat", 140000, 139000, "279.000"],
            ["3. Rawa Lumbu", "-", "…", None],
            ["4. Antah Berantah", 1, 2, "3"],
            ["Kota Bekasi", 260500, 260300, "520.800"],
            ["Jumlah", 521000, 520600, "1.041.600"],
            ["Sumber: Dinas Kependudukan, diolah"],
        ],
        ["A1:D1", "A3:A4", "B3:D3"],
    ),
)  # fmt: skip
ISPU = (
    "\ufefftanggal;stasiun;pm25;pm10;max;critical;categori\r\n"
    "2026-11-20;DKI1 (Bunderan HI);;60,0;73,0;CO;SEDANG\r\n"
    "2026-11-21;DKI1 (Bunderan HI);55;32,5;55;PM25;SEDANG\r\n"
    "2026-11-21;DKI2 (Kelapa Gading);tidak ada data;1.200,5;90;PM10;BAIK\r\n"
    "21/11/2026;DKI3 (Jagakarsa);-;dua puluh;90;PM10;BAIK\r\n"
).encode()  # fmt: skip
OPEN_DATA = (
    b"kode_provinsi,nama_provinsi,bps_nama_kabupaten_kota,bulan,kemendagri_nama_kecamatan,jumlah_kasus,"
    b"satuan,tahun\n"
    b"32,JAWA BARAT,KOTA BEKASI,JANUARI,BEKASI TIMUR,12,KASUS,2026\n"
    b"32,JAWA BARAT,KOTA BEKASI,FEBRUARI,BEKASI TIMUR,8,KASUS,2026\n"
    b"32,JAWA BARAT,KOTA BEKASI,FEBRUARI,PONDOKGEDE,9,KASUS,2026\n"
)  # fmt: skip
QUAKES = json.dumps(
    {"Infogempa": {"gempa": [
        {"Tanggal": "22 Nov 2026", "Jam": "10:20:30 WIB", "Coordinates": "-7.10,106.90", "Magnitude": "5.2",
         "Kedalaman": "10 km", "Wilayah": "Barat daya Sukabumi"},
        {"Tanggal": "21 Nov 2026", "Jam": "01:05:00 WIB", "Coordinates": "-6.50,107.20", "Magnitude": "3.1",
         "Kedalaman": "5 km", "Wilayah": "Timur laut Karawang"},
    ]}}
).encode()  # fmt: skip
QUAKES_XML = (
    b'<?xml version="1.0" encoding="utf-8"?><Infogempa>'
    b"<gempa><Tanggal>22 Nov 2026</Tanggal><Jam>10:20:30 WIB</Jam><point><coordinates>-7.10,106.90"
    b"</coordinates></point><Magnitude>5.2</Magnitude><Wilayah>Barat daya Sukabumi</Wilayah></gempa>"
    b"<gempa><Tanggal>21 Nov 2026</Tanggal><Jam>01:05:00 WIB</Jam><point><coordinates>-6.50,107.20"
    b"</coordinates></point><Magnitude>3.1</Magnitude><Wilayah>Timur laut Karawang</Wilayah></gempa>"
    b"</Infogempa>"
)


def _hour(local: str, degrees: int) -> dict[str, Any]:
    return {"utc_datetime": "2026-11-23 00:00:00", "local_datetime": local, "t": degrees, "hu": 90}


FORECAST = json.dumps(
    {"lokasi": {"adm4": "32.75.02.1002", "desa": "Kranji", "kecamatan": "Bekasi Barat"},
     "data": [{
         "lokasi": {"adm4": "32.75.02.1002", "desa": "Kranji"},
         "cuaca": [[_hour("2026-11-23 07:00:00", 25), _hour("2026-11-23 10:00:00", 30)],
                   [_hour("2026-11-24 07:00:00", 99)]],
     }]}
).encode()  # fmt: skip
