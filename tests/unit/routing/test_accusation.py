"""A text accuses an office, or only stands near one; the city's words decide, this city's here."""

import pytest

from routing.city import offices
from routing.city.catalogue import Catalogue, catalogue
from routing.city.settings import City, CitySettings
from storage import db
from tests.factories import city
from tests.factories.city import KRANJI


@pytest.fixture(scope="module")
def bekasi(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    db.configure(f"sqlite:///{tmp_path_factory.mktemp('kota') / 'sorot.db'}")
    db.create_schema()
    with db.transaction() as tx:
        city.load(tx)
        found = catalogue(tx)
    db.dispose()
    return found


ACCUSING = [
    ("lurahnya minta uang 500 ribu buat tanda tangan surat tanah", "pungli_aparatur", f"kel-{KRANJI}"),
    ("urus KTP di kelurahan dimintai duit 50rb sama petugasnya", "kependudukan", f"kel-{KRANJI}"),
    ("petugas kelurahan judes dan marah-marah", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("lurah Bintara nyunat bansos warga", "bansos", "kel-32.75.02.1001"),
    ("Pak camat korupsi dana hibah", "lainnya", "kec-32.75.02"),
    ("staf kecamatan mempersulit surat waris", "pelayanan_kelurahan", "kec-32.75.02"),
    ("bidan puskesmas membentak pasien", "kesehatan", "dinkes"),
    ("di puskesmas harus bayar 20 ribu padahal gratis", "kesehatan", "dinkes"),
    ("guru memukul murid sampai memar", "pendidikan", "disdik"),
    ("sekolah anak saya narik uang gedung dua juta", "pendidikan", "disdik"),
    ("pegawai Disdukcapil minta uang pelicin", "kependudukan", "disdukcapil"),
    ("Dishub pungli sopir angkot tiap pagi", "angkutan_umum", "dishub"),
    ("oknum satpol pp malak pedagang", "pkl", "satpol_pp"),
    ("orang Dinas Sosial memotong bantuan kami", "bansos", "dinsos"),
    ("petugas sampah minta uang baru mau angkut", "sampah", "dlh"),
    ("oknum kelurahan jual bansos ke toko", "bansos", f"kel-{KRANJI}"),
    ("pungli di kantor kecamatan tiap urus surat", "pungli_aparatur", "kec-32.75.02"),
    ("kepala sekolah potong dana bantuan murid", "pendidikan", "disdik"),
    ("tanpa uang pelumas berkas tidak jalan di kelurahan", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("kata orang kelurahan harus ada amplop", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("urus domisili di kelurahan, kalau mau cepat ada biayanya", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("kelurahan kranji minta imbalan, dipatok 50rb", "lainnya", f"kel-{KRANJI}"),
    ("penerima bansos cuma keluarga pak lurah", "bansos", f"kel-{KRANJI}"),
    ("bantuan beras dijual sama orang kelurahan", "bansos", f"kel-{KRANJI}"),
    ("kantor lurah tutup padahal jam kerja", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("petugas kelurahan godain istri saya", "kependudukan", f"kel-{KRANJI}"),
    ("pelayanan kelurahan lelet, petugasnya pada ngobrol", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("dukcapil calo semua, bayar 300rb langsung jadi", "kependudukan", "disdukcapil"),
    ("sopir truk sampah dinas LH minta uang ke warga", "sampah", "dlh"),
    ("sekolah jual buku LKS wajib 300rb", "pendidikan", "disdik"),
    ("petugas posyandu jual susu bantuan", "kesehatan", "dinkes"),
    ("RSUD menolak pasien BPJS", "kesehatan", "dinkes"),
    ("petugas call center marah2 ke saya", "lainnya", "poc"),
    ("pak lurah ga pernah di kantor tiap mau urus surat", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("petugas kelurahan susah ditemui", "pelayanan_kelurahan", f"kel-{KRANJI}"),
    ("petugasnya minta uang di loket", "pelayanan_kelurahan", f"kel-{KRANJI}"),
]
PLAIN = [
    ("lampu ga pernah nyala di kantor kelurahan", "pju"),
    ("jukir minta uang di depan puskesmas", "parkir"),
    ("preman minta uang di kelurahan kranji", "keamanan"),
    ("di kelurahan kranji ada yang jual sembako murah", "pasar_harga"),
    ("warga kelurahan kranji minta uang ganti rugi", "lainnya"),
    ("jalan bina marga rusak, tolong damkar semprot debunya", "jalan_rusak"),
    ("internet di kelurahan kranji lelet", "internet_kabel"),
    ("tolong satpol pp tindak preman yang minta uang di pasar", "ketertiban"),
    ("Pak lurah, tolong tindak tukang parkir yang minta uang", "parkir"),
    ("sudah lapor ke pak lurah soal tetangga yang marah-marah", "ketertiban"),
    ("lubang besar di depan kantor kelurahan", "jalan_rusak"),
    ("lampu mati di kelurahan kranji sejak senin", "pju"),
    ("KTP saya belum jadi di kelurahan", "kependudukan"),
    ("anak sekolah dipalak di jalan raya", "keamanan"),
    ("Satpol PP tolong tindak pungli di pasar", "ketertiban"),
    ("dekat kantor kelurahan ada orang judi tiap malam", "ketertiban"),
    ("got mampet di belakang puskesmas, bau", "drainase"),
    ("puskesmas buka sampai jam berapa", "kesehatan"),
    ("anak saya dipukul suami", "perempuan_anak"),
]


@pytest.mark.parametrize(("text", "category", "expected"), ACCUSING)
def test_a_complaint_about_an_office_names_it(
    bekasi: Catalogue, text: str, category: str, expected: str
) -> None:
    assert expected in offices.accused(text, category, KRANJI, bekasi)


@pytest.mark.parametrize(("text", "category"), PLAIN)
def test_an_office_beside_the_trouble_is_not_accused(bekasi: Catalogue, text: str, category: str) -> None:
    assert offices.accused(text, category, KRANJI, bekasi) == frozenset()


def test_where_nobody_knows_which_office_its_kind_is_accused(bekasi: Catalogue) -> None:
    assert offices.accused("lurahnya minta uang", "lainnya", None, bekasi) == {"kelurahan"}


def test_a_city_without_such_words_accuses_nobody(bekasi: Catalogue) -> None:
    bare = Catalogue(
        version="tanpa", categories=bekasi.categories, agencies=bekasi.agencies, kelurahan=bekasi.kelurahan,
        calendar=bekasi.calendar, settings=CitySettings(city=City(name="Kota Uji"), number_prefix="UJI"),
        rules=bekasi.rules,
    )  # fmt: skip
    assert offices.accused("lurahnya minta uang", "lainnya", KRANJI, bare) == frozenset()
    assert bare.guarded == frozenset()
