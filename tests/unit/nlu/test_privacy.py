"""Phone numbers, NIK/KK and e-mail addresses are hidden; what a complaint needs stays readable."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.privacy import mask

GAPS = st.sampled_from(["", " ", "-", ".", " - ", "/", "  ", "\u200b", "\u00a0", "–"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hubungi 0812-3456-7890 ya", "hubungi [telepon] ya"),
        ("surel budi@contoh,com atau budi.s@contoh,co,id", "surel [email] atau [email]"),
        ("wa 6281234567890", "wa [telepon]"),
        ("telp 021 8895 1234", "telp [telepon]"),
        ("o812 3456 7890", "[telepon]"),
        ("nol delapan satu dua tiga empat lima enam tujuh delapan sembilan", "[telepon]"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "[telepon]"),
        ("NIK 3275011234560001 a.n. Budi", "NIK [nik] a.n. Budi"),
        ("3275 0112 3456 0001", "[nik]"),
        ("32.75.01.123456.0001", "[nik]"),
        ("nik 3275011234560001 hp 081234567890", "nik [nik] hp [telepon]"),
        ("3275011234560001081234567890", "[nik]"),
        ("wa 0812:9876:5432", "wa [telepon]"),
        ("o8l2 9876 5432", "[telepon]"),
        ("O8I2-98Z6-5432", "[telepon]"),
        ("08S1 2345 678O", "[telepon]"),
        ("nol 8 satu 2 tiga 4 lima 6 tujuh 8", "[telepon]"),
        ("kosong lapan dua belas tiga empat lima enam tujuh lapan", "[telepon]"),
        ("tiga dua tujuh lima nol satu satu dua tiga empat lima enam nol nol nol satu", "[nik]"),
        ("tiga puluh dua tujuh lima nol satu satu dua tiga empat lima enam nol nol nol satu", "[nik]"),
        ("o 8 l 2 3 4 5 6 7 8 9", "[telepon]"),
        ("0812 strip 3456 strip 7890", "[telepon]"),
        ("kosongdelapansatuduatigaempatlimaenamtujuhdelapan", "[telepon]"),
        ("nik tigaduatujuhlima nolsatu satudua tigaempat limaenam nolnol nolsatu", "nik [nik]"),
        ("rek nol satu dua tiga empat lima enam tujuh delapan sembilan", "rek [rekening]"),
        ("transfer ke 1234567890 (Mandiri)", "transfer ke [rekening] (Mandiri)"),
        ("1234567890 BCA a.n. Budi", "[rekening] BCA a.n. Budi"),
        ("no rek BCA 8730123456 a.n. Budi", "no rek BCA [rekening] a.n. Budi"),
        ("rekening 123-00-0456789-1 saya", "rekening [rekening] saya"),
        ("BPJS 0001 2345 67890 nonaktif", "BPJS [bpjs] nonaktif"),
        ("kartunya 0001234567890", "kartunya [bpjs]"),
        ("SIM C 1234-5678-901234 hilang", "SIM C [sim] hilang"),
        ("npwp 01.234.567.8-901.000", "npwp [npwp]"),
        ("kirim ke siti.aminah+lapor@contoh.co.id", "kirim ke [email]"),
        ("siti @ contoh . com", "[email]"),
        ("siti at contoh dot co dot id", "[email]"),
        ("nol8satu2 9876 5432", "[telepon]"),
        ("0812 [9876] 5432", "[telepon]"),
        ("0812…9876…5432", "[telepon]"),
        ("0812 lalu 9876 lalu 5432", "[telepon]"),
        ("0️⃣8️⃣1️⃣2️⃣9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣", "[telepon]\ufe0f\u20e3"),
        ("⓪⑧①②⑨⑧⑦⑥⑤④③②", "[telepon]"),
        ("telp rmh 8840001", "telp rmh [telepon]"),
        ("SIM B1 umum 123456789012", "SIM B1 umum [sim]"),
        ("rek satu dua tiga nol nol nol empat lima enam tujuh", "rek [rekening]"),
        ("hub nol lapan dobel satu dua tiga empat lima enam tujuh ya", "hub [telepon] ya"),
        ("0812 dobel tiga 4567 8", "[telepon]"),
        ("nol delapan 2x satu dua tiga kali tiga empat lima enam", "[telepon]"),
        ("zero eight double one two three four five six seven", "[telepon]"),
        ("nolll dlpn stuuu duwa tga ampat lma anam tuju lpan", "[telepon]"),
        ("nol... delapan... satu dua, eh, tiga tiga tripel lima nol satu", "[telepon]"),
        ("8 satu dua tiga empat lima enam tujuh delapan sembilan", "[telepon]"),
        ("nol delapan ratus dua belas tiga ratus empat lima enam tujuh", "[telepon]"),
        ("0812📞3456📞7890", "[telepon]"),
        ("nik tiga dua tujuh lima dobel nol dua sembilan nol tripel nol satu dua tiga lima", "nik [nik]"),
        ("rek bca lapan tujuh tiga dobel nol satu dua tiga empat", "rek bca [rekening]"),
    ],
)
def test_private_numbers_and_addresses_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "RT 03/RW 05 nomor 12",
        "Titiknya －６．２３４９，１０６．９９４５ dekat gardu",
        "rt 08 rw 12 blok c5 no 34",
        "sejak tahun 2019 2020 2021 2022",
        "rugi Rp 1.500.000.000",
        "biaya 25000000",
        "dua item 1.250.000 dan 3,500,000",
        "laporan BKS-2611-00042",
        "tanggal 08-12-2025 10.30",
        "jam 08.00-16.00",
        "panjang 120 m lebar 3 m",
        "kode pos 17112",
        "telepon 112 atau 110",
        "telepon 1500123",
        "tel. 119, 112, 110",
        "blok b2 rt 3satu",
        "pelanggan 00230400255",
        "jam 08:12 12/11/2025",
        "08:00-16:00, 08:12:00",
        "tagihan rekening listrik bulan 11 2025",
        "bayar di BRI Rp 1.500.000.000",
        "blok B12 no 34, S3 no 5",
        "satu dua tiga sampai sepuluh kali",
        "rumah nomor 1. 84-104 2. 111-124 3. 142-146",
        "rapat 4-11-2021, 12-11-2021, 14-12-2021",
        "lampu mati 2 titik, 3 tiang dan 5 kabel",
        "RT 03, 04, 05, 06, 07 dan RW 08 12 13 14 15",
        "rumah nomor 811, 812, 813, 814, tiang 0811, 0812, 0813",
        "rumah delapan satu, delapan dua, delapan tiga, delapan empat, delapan lima",
        "RT delapan, sembilan, sepuluh, sebelas, dua belas, tiga belas",
        "enam koma dua tiga empat sembilan, seratus enam koma sembilan sembilan empat lima",
        "sudah dua kali lapor, 2x 3 meter, dobel kabel, kosong tiga rumah",
        "tagihan 8123456789 rupiah atau Rp 8123456788",
        "debu 0,8 1,2 2,3 3,4 4,5",
        "dibaca 2026-08-12T08:12:33+07:00 dan 2026-11-23 08:12:33.123456",
        "Jl Mawar,-6.2819451,106.9945123",
    ],
)
def test_what_the_officer_needs_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=400))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(alphabet="0123456789 .-+/@oO()aB[]", max_size=120))
def test_masking_twice_is_masking_once_among_digits(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def spread(digits: str, cuts: list[int], gap: str) -> str:
    places = sorted({cut % len(digits) for cut in cuts if cut % len(digits)})
    edges = [0, *places, len(digits)]
    return gap.join(digits[a:b] for a, b in pairwise(edges))


@given(
    start=st.sampled_from(["08", "628", "+628"]),
    second=st.sampled_from("123456789"),
    rest=st.text(alphabet="0123456789", min_size=7, max_size=9),
    cuts=st.lists(st.integers(3, 12), max_size=3),
    gap=GAPS,
)
def test_no_phone_number_survives(start: str, second: str, rest: str, cuts: list[int], gap: str) -> None:
    number = start + second + rest
    masked = mask(f"tolong hubungi {spread(number, cuts, gap)} segera")
    assert "[telepon]" in masked
    assert not re.search(r"\d{4}", masked)


WAYS_TO_SAY = {
    "0": ("0", "nol", "kosong", "zero", "nooool"), "1": ("1", "satu", "one", "siji", "stu"),
    "2": ("2", "dua", "two", "duaa"), "3": ("3", "tiga", "three", "tga"), "4": ("4", "empat", "four", "opat"),
    "5": ("5", "lima", "five", "limo"), "6": ("6", "enam", "six", "genep"), "7": ("7", "tujuh", "seven"),
    "8": ("8", "delapan", "lapan", "eight", "dlpn"), "9": ("9", "sembilan", "nine", "sanga"),
}  # fmt: skip
AGAIN = {1: ("",), 2: ("dobel ", "double ", "2x ", "dua kali "), 3: ("tripel ", "triple ", "tiga kali ")}


@given(
    number=st.from_regex(r"08[1-9][0-9]{7,9}", fullmatch=True),
    gap=st.sampled_from([" ", ", ", " - ", "... ", "\n", " strip "]),
    data=st.data(),
)
def test_no_phone_number_survives_being_said(number: str, gap: str, data: st.DataObject) -> None:
    runs = [run.group() for run in re.finditer(r"(.)\1{0,2}", number)]
    said = [
        data.draw(st.sampled_from(AGAIN[len(run)])) + data.draw(st.sampled_from(WAYS_TO_SAY[run[0]][1:]))
        for run in runs
    ]
    half = [data.draw(st.sampled_from((number[0], said[0]))), *said[1:]]
    assert mask(f"hubungi saya {gap.join(half)} segera") == "hubungi saya [telepon] segera"


@given(
    nik=st.from_regex(r"[1-9][0-9]{15}", fullmatch=True),
    cuts=st.lists(st.integers(2, 14), max_size=4),
    gap=GAPS,
)
def test_no_nik_survives(nik: str, cuts: list[int], gap: str) -> None:
    written = spread(nik, cuts, gap)
    masked = mask(f"NIK saya {written} mohon dicek")
    if masked != f"NIK saya {written} mohon dicek":
        assert not re.search(r"\d{7}", masked)
    else:  # four years or a price in the shape of sixteen digits stay
        assert re.fullmatch(r"(?:(?:19|20)\d\d\D+){3}(?:19|20)\d\d|[1-9]\d{0,2}(?:\.\d{3})+", written)


@given(
    name=st.from_regex(r"[a-z][a-z0-9._]{0,15}[a-z0-9]", fullmatch=True),
    host=st.sampled_from(["contoh.id", "surat.co.id"]),
)
def test_no_mail_address_survives(name: str, host: str) -> None:
    assert mask(f"email {name}@{host} ya") == "email [email] ya"
