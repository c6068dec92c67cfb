"""Tables in the shapes agencies publish are read whole: what is good is kept, what is bad is named."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sensors.domain.feeds.description import BadDescription, described
from sensors.domain.feeds.rows import KnownPlaces, Plausible, RowReader
from sensors.feeds.files import BadFile, FeedTable, open_table
from tests.factories import tables

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLACES = KnownPlaces(
    {"kecamatan": {"bekasitimur": "32.75.01", "bekasibarat": "32.75.02", "rawalumbu": "32.75.05",
                   "pondokgede": "32.75.08"},
     "kelurahan": {"kranji": "32.75.02.1002", "3275021002": "32.75.02.1002"}},
    frozenset({"kotabekasi", "bekasi"}),
)  # fmt: skip
KNOWN = frozenset({"penduduk", "ispu_pm10", "ispu_pm25", "kasus", "gempa", "suhu"})


def opened(content: bytes, sheet: str = "") -> FeedTable:
    return open_table(io.BytesIO(content), sheet=sheet)


def taken(
    content: bytes, document: dict[str, Any], **limits: Plausible
) -> tuple[list[Any], list[Any], list[str]]:
    """(indicator, place, day in UTC, value) of figures; (line, column, reason) of faults; lines left out."""
    table = opened(content)
    reader = RowReader(
        described(document, indicators=KNOWN), table.head, table.sample, places=PLACES, limits=limits, now=NOW
    )
    rows = [reader.read(line, row) for line, row in table.rows]
    figures = [
        (f.indicator, f.place, f"{f.period.at:%Y-%m-%d}", f.value) for row in rows for f in row.figures
    ]
    bad = [(b.line, b.column, b.reason) for row in rows for b in row.bad]
    return figures, bad, [row.skipped for row in rows if row.skipped]


def value(column: str, indicator: str, *only: str) -> dict[str, Any]:
    return {"kolom": column, "indikator": indicator, "hanya": list(only)}


def test_a_table_of_the_statistics_office_is_read_through_its_merged_names() -> None:
    table = opened(tables.BPS)
    assert (table.sheet, table.sheets) == ("1.1", ("Keterangan", "1.1"))
    assert table.head.names[-1] == "Jumlah Penduduk (jiwa) / Jumlah"
    figures, bad, left = taken(
        tables.BPS,
        {"nilai": [value("jumlah penduduk (jiwa) / jumlah", "penduduk")], "waktu_tetap": "2024",
         "tempat": "kecamatan", "kolom_tempat": "Kecamatan"},
    )  # fmt: skip
    assert figures == [
        ("penduduk", "32.75.01", "2023-12-31", 241800),
        ("penduduk", "32.75.02", "2023-12-31", 279000),
        ("penduduk", "", "2023-12-31", 520800),
    ]
    assert bad == [(9, "Kecamatan", "kecamatan ini tidak dikenal")]
    assert left == ["catatan", "jumlah", "catatan"]


def test_days_of_air_with_semicolons_and_a_mark_at_the_front() -> None:
    document = {
        "nilai": [value("pm10", "ispu_pm10"), value("pm25", "ispu_pm25")],
        "waktu": ["tanggal"], "tempat": "titik", "kolom_tempat": "stasiun",
    }  # fmt: skip
    figures, bad, _ = taken(tables.ISPU, document, ispu_pm10=Plausible(0, 1000))
    assert figures == [
        ("ispu_pm10", "DKI1 (Bunderan HI)", "2026-11-19", 60.0),
        ("ispu_pm10", "DKI1 (Bunderan HI)", "2026-11-20", 32.5),
        ("ispu_pm25", "DKI1 (Bunderan HI)", "2026-11-20", 55.0),
    ]
    assert bad == [
        (4, "pm10", "di atas batas wajar 1000"),
        (5, "pm10", "“dua puluh” bukan angka"),
    ]


def test_open_data_tells_its_month_in_two_columns() -> None:
    document = {
        "nilai": [value("jumlah_kasus", "kasus")], "waktu": ["bulan", "tahun"], "tempat": "kecamatan",
        "kolom_tempat": "kemendagri_nama_kecamatan",
    }  # fmt: skip
    figures, bad, _ = taken(tables.OPEN_DATA, document)
    assert figures[0] == ("kasus", "32.75.01", "2025-12-31", 12)
    assert [place for _, place, _, _ in figures] == ["32.75.01", "32.75.01", "32.75.08"]
    assert not bad


def test_years_in_the_names_of_columns_are_the_time() -> None:
    content = b"Kecamatan;2023;2024;2025*\nBekasi Timur;1.200;1.300;-\nRawalumbu;10;n/a;2a\n"
    document = {"nilai": [value("", "penduduk")], "tempat": "kecamatan", "kolom_tempat": "Kecamatan"}
    figures, bad, _ = taken(content, document)
    assert figures == [
        ("penduduk", "32.75.01", "2022-12-31", 1200),
        ("penduduk", "32.75.01", "2023-12-31", 1300),
        ("penduduk", "32.75.05", "2022-12-31", 10),
    ]
    assert bad == [(3, "2025*", "“2a” bukan angka")]


AS_PEOPLE_SAVE_IT = {
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "utf-32": lambda text: text.encode("utf-32"),
    "saved twice": lambda text: b"\xef\xbb\xbf" * 2 + text.encode(),
    "dos": lambda text: text.encode() + b"\x1a",
    "sep": lambda text: b"sep=;\r\n" + text.encode("cp1252"),
    "empty lines": lambda text: b"\r\n\r\n" + text.encode("cp1252"),
    "old mac": lambda text: text.replace("\r\n", "\r").encode("cp1252"),
    "tabs": lambda text: text.replace(";", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("how", sorted(AS_PEOPLE_SAVE_IT))
def test_a_table_is_the_same_table_however_it_was_saved(how: str) -> None:
    text = 'Kecamatan;Catatan;2024\r\nBekasi Timur;"É\r\ndua";1,5\r\n;;\r\nRawalumbu;–;dua\r\n'
    document = {"nilai": [value("", "penduduk")], "tempat": "kecamatan", "kolom_tempat": "Kecamatan"}
    figures, bad, _ = taken(AS_PEOPLE_SAVE_IT[how](text), document)
    assert figures == [("penduduk", "32.75.01", "2023-12-31", 1.5)]
    ahead = {"sep": 1, "empty lines": 2}.get(how, 0)
    assert bad == [(5 + ahead, "2024", "“dua” bukan angka")]


def test_json_that_no_database_takes_is_refused_in_a_sentence_or_cleaned() -> None:
    content = (
        '[{"Kecamatan":"Bekasi Timur","2024":%s},{"Kecamatan":"Rawalumbu","2024":"a\\ud800\\u0000b"},'
        '{"Kecamatan":"x\\udfff","2024":1e999}]' % ("9" * 400)
    )
    document = {"nilai": [value("", "penduduk")], "tempat": "kecamatan", "kolom_tempat": "Kecamatan"}
    figures, bad, _ = taken(content.encode(), document)
    assert figures == []
    assert [reason for *_, reason in bad] == [
        "angka ini terlalu besar", "“a?b” bukan angka", "kecamatan ini tidak dikenal",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [tables.QUAKES, tables.QUAKES_XML])
def test_quakes_are_read_from_json_and_xml_alike(content: bytes) -> None:
    document = {"nilai": [value("Magnitude", "gempa")], "waktu": ["Tanggal", "Jam"], "tempat": "titik",
                "kolom_tempat": "Wilayah"}  # fmt: skip
    figures, bad, _ = taken(content, document)
    assert [(day, found) for _, _, day, found in figures] == [("2026-11-22", 5.2), ("2026-11-20", 3.1)]
    assert not bad


def test_a_forecast_of_nested_lists_keeps_its_place_and_an_impossible_value_is_named() -> None:
    document = {"nilai": [value("t", "suhu")], "waktu": ["local_datetime"], "tempat": "kelurahan",
                "kolom_tempat": "data.lokasi.desa"}  # fmt: skip
    figures, bad, _ = taken(tables.FORECAST, document, suhu=Plausible(10, 45, timedelta(days=10)))
    assert [(place, found) for _, place, _, found in figures] == [
        ("32.75.02.1002", 25),
        ("32.75.02.1002", 30),
    ]
    assert bad == [(3, "t", "di atas batas wajar 45")]


def test_only_the_rows_that_are_meant_are_read_and_times_nobody_can_mean_are_named() -> None:
    content = (
        b"komoditas,tanggal,harga\nBeras,1 November 2026,12.500\nCabai,1 November 2026,60.000\n"
        b"BERAS,1 Januari 1970,12.000\nberas,1 Januari 2099,12.000\n"
    )
    document = {"nilai": [value("harga", "kasus", "komoditas", "beras")], "waktu": ["tanggal"]}
    figures, bad, left = taken(content, document)
    assert figures == [("kasus", "", "2026-10-31", 12500)]
    assert [reason for _, _, reason in bad] == [
        "waktunya terlalu lama: sebelum 1990",
        "waktunya di masa depan",
    ]
    assert left == ["kosong"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04 not a workbook", "rusak"),
        (b"{not json", "JSON"),
        (b"<html><body>Maaf</body></html>", "tidak ada|web|kolom"),
        (b"satu kolom saja\n1\n2\n", "dua kolom"),
        (b"1,2\n3,4\n", "nama kolom"),
        (b"\x00\x01\x02\x03" * 50, "bukan berkas tabel"),
        (b"[" * 3000, "JSON"),
        (b'<!DOCTYPE x [<!ENTITY e "boom">]><x><y>&e;</y><y>&e;</y></x>', ""),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, why: str) -> None:
    if not why:  # an entity is not followed, whatever else becomes of it
        assert all("boom" not in str(row) for _, row in opened(content).rows)
        return
    with pytest.raises(BadFile, match=why):
        opened(content)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"nilai": []}, "sedikitnya satu kolom"),
        ({"nilai": [value("a", "entah")]}, "tidak ada di daftar"),
        ({"waktu": []}, "pilih satu"),
        ({"waktu_tetap": "2024"}, "pilih satu"),
        ({"tempat": "desa"}, "tidak dikenal"),
        ({"tempat": "kecamatan"}, "kolom yang menyebut tempatnya"),
        ({"nilai": [value("a", "kasus"), value("b", "kasus")]}, "dari dua kolom"),
        ({"nilai": [value("", "kasus"), value("b", "gempa")], "waktu": []}, "hanya satu indikator"),
        ({"waktu": [], "waktu_tetap": "kapan-kapan"}, "bukan waktu"),
        ({"nilai": "x"}, "paling banyak"),
    ],
)
def test_a_description_that_contradicts_itself_says_so(change: dict[str, Any], why: str) -> None:
    good = {"nilai": [value("a", "kasus")], "waktu": ["b"], "tempat": "kota"}
    assert described(good, indicators=KNOWN).document()["waktu"] == ["b"]
    with pytest.raises(BadDescription, match=why):
        described({**good, **change}, indicators=KNOWN)


@pytest.mark.parametrize("ends", ["", "\n"])
def test_quotes_that_do_not_close_are_told_with_their_line_and_swallow_nothing_unseen(ends: str) -> None:
    rows = ["2026-01-01;Bekasi Timur;3", '2026-01-02;"Bekasi Barat;4', "2026-01-03;Rawalumbu;5"]
    lines = "\n".join(["tanggal;kecamatan;kasus", *rows])
    with pytest.raises(BadFile, match="baris 3: tanda kutip"):
        list(opened(f"{lines}{ends}".encode()).rows)
    closed = lines.replace("Bekasi Barat", 'Bekasi Barat"')
    assert [row[1] for _, row in opened(f"{closed}{ends}".encode()).rows] == [
        "Bekasi Timur", "Bekasi Barat", "Rawalumbu",
    ]  # fmt: skip
