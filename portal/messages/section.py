"""The public pages' sentences as a section of the configuration."""

from portal.messages import FOLDER
from routing.city.sections.sentences import Sentences

LONGEST = 1500  # letters; the longest delivered one has some six hundred

SECTION = Sentences("own_pages", FOLDER, lambda key: LONGEST).section(
    "kalimat-halaman", "Kalimat halaman umum",
    "Kalimat di peta, kinerja, kelurahan, lacak dan halaman umum lain. Yang tidak ada di sini memakai "
    "kalimat bawaan; yang dihapus kembali ke sana.",
    "Tanda { $nama } diisi saat ditampilkan; pakai hanya yang ada di kalimat bawaannya.", most=LONGEST,
    order=62,
)  # fmt: skip
