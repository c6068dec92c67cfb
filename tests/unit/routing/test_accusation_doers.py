"""Who did it to whom: only what an office did itself is held against it."""

import pytest

from routing.city import offices
from routing.city.catalogue import Catalogue
from tests.factories.city import KRANJI
from tests.unit.routing.test_accusation import bekasi as bekasi

BY_OTHERS = [
    ("petugas dishub ngatur jalan tapi sopir angkot marah-marah", "angkutan_umum"),
    ("petugas kelurahan datang mendata, malah warga yang marah-marah", "pelayanan_kelurahan"),
    ("satpol pp menertibkan lapak, pedagangnya mengancam mau bakar ban", "pkl"),
    ("pak lurah dibentak pemilik warung waktu menegur", "ketertiban"),
    ("guru dipukul orang tua murid di gerbang sekolah", "pendidikan"),
    ("bidan puskesmas diancam suami pasien", "kesehatan"),
    ("petugas sampah dimaki penghuni kos karena telat", "sampah"),
    ("dishub pasang rambu tapi tukang parkir malah minta uang ke pengendara", "parkir"),
    ("waktu petugas damkar datang, ormas minta uang ke korban kebakaran", "keamanan"),
    ("sopir truk memukul petugas dishub di terminal", "angkutan_umum"),
    ("calon penumpang marah-marah ke petugas dishub karena bus telat", "angkutan_umum"),
    ("preman malak pegawai kelurahan yang lagi nyebar undangan", "keamanan"),
    ("kepala sekolah sudah melarang tapi tukang parkir tetap narik uang 5000", "parkir"),
    ("staf kecamatan ditampar warga yang mabuk", "ketertiban"),
    ("perawat puskesmas dilecehkan pengunjung", "kesehatan"),
]
BY_THE_OFFICE = [
    ("petugas dishub ngatur jalan tapi marah-marah ke sopir angkot", "angkutan_umum", "dishub"),
    ("sopir angkot dimarahi petugas dishub padahal tidak salah", "angkutan_umum", "dishub"),
    ("pedagang dipukul satpol pp waktu penertiban", "pkl", "satpol_pp"),
    ("warga dibentak petugas kelurahan waktu urus KK", "kependudukan", f"kel-{KRANJI}"),
    ("murid ditampar guru olahraga", "pendidikan", "disdik"),
    ("bidan puskesmas marah-marah ke pasien hamil", "kesehatan", "dinkes"),
    ("petugas dishub minta uang ke sopir angkot tiap pagi", "angkutan_umum", "dishub"),
    ("tukang parkir bilang uangnya disetor ke oknum dishub", "parkir", "dishub"),
    ("sopir angkot marah-marah karena petugas dishub minta jatah", "angkutan_umum", "dishub"),
    ("warga marah-marah soalnya lurah minta uang tanda tangan", "pungli_aparatur", f"kel-{KRANJI}"),
    ("satpol pp malah mengancam pedagang", "pkl", "satpol_pp"),
    ("pedagang ngamuk karena satpol pp menghina mereka", "pkl", "satpol_pp"),
    ("guru memukul murid di depan orang tua", "pendidikan", "disdik"),
    ("pegawai kecamatan membentak ibu-ibu yang antre", "pelayanan_kelurahan", "kec-32.75.02"),
    ("petugas puskesmas jutek ke lansia", "kesehatan", "dinkes"),
]


@pytest.mark.parametrize(("text", "category"), BY_OTHERS)
def test_what_others_did_is_not_held_against_the_office(bekasi: Catalogue, text: str, category: str) -> None:
    assert offices.accused(text, category, KRANJI, bekasi) == frozenset()


@pytest.mark.parametrize(("text", "category", "office"), BY_THE_OFFICE)
def test_what_the_office_did_is_though_others_are_named(
    bekasi: Catalogue, text: str, category: str, office: str
) -> None:
    assert office in offices.accused(text, category, KRANJI, bekasi)
