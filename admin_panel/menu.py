"""The officers' menu: which pages there are, and which of them an officer finds.

Templates ask here, not for roles.
"""

from dataclasses import dataclass

from routing.domain.permissions import Action, may


@dataclass(frozen=True)
class Entry:
    """A page in the menu. face: how its template names itself; action: who finds it.

    group: of which entry under "Lainnya" it is for who finds more pages than a bar holds.
    """

    face: str
    path: str
    name: str
    icon: str
    action: Action
    group: str = ""


A = Action
MOST = 7  # entries a bar holds; beyond, those of a group stand under "Lainnya"
ON_A_PHONE = 4  # icons beside one another there; of more, three stay and the others stand under "Lainnya"
WORK, FIGURES = "Pekerjaan", "Angka dan suara warga"
# The bar at the top; an entry that leads into the settings shows the first of those the officer may open.
BAR = (
    Entry("surat", "/petugas/surat", "Surat pagi", icon="sunrise", action=A.ATTEND),
    Entry("meja", "/poc/meja", "Meja", icon="layout-list", action=A.RESCUE),
    Entry("queue", "/petugas", "Antrean", icon="inbox", action=A.READ),
    Entry("peringatan", "/petugas/peringatan", "Peringatan", icon="bell-ring", action=A.READ),
    Entry("kejadian", "/petugas/kejadian", "Kejadian", icon="siren", action=A.READ),
    Entry("kumpulan", "/petugas/kumpulan", "Pekerjaan", icon="folder", action=A.JOIN, group=WORK),
    Entry("angka", "/petugas/angka", "Laporan", icon="chart-column", action=A.READ, group=FIGURES),
    Entry("atensi", "/petugas/atensi", "Atensi", icon="hand-helping", action=A.HEED, group=WORK),
    Entry("jaga", "/petugas/jaga", "Buku jaga", icon="notebook-pen", action=A.RESCUE, group=WORK),
    Entry("rapat", "/petugas/rapat", "Rapat", icon="handshake", action=A.MEET, group=WORK),
    Entry("poc", "/poc", "POC", icon="monitor", action=A.WATCH),
    Entry("kamera", "/petugas/kamera", "Kamera", icon="cctv", action=A.VIEW, group=WORK),
    Entry("data", "/poc/indikator", "Data kota", icon="chart-column", action=A.WATCH, group=FIGURES),
    Entry("data", "/petugas/data", "Data kantor", icon="database", action=A.SUPPLY, group=FIGURES),
    Entry("aspirasi", "/poc/aspirasi", "Aspirasi", icon="lightbulb", action=A.WATCH, group=FIGURES),
)
SETTINGS = (
    Entry("petugas", "/admin", "Petugas", icon="users", action=A.CONFIGURE),
    Entry("kota", "/admin/kota", "Kota", icon="building-2", action=A.CONFIGURE),
    Entry("tenggat", "/admin/tenggat", "Kategori dan tenggat", icon="alarm-clock", action=A.CONFIGURE),
    Entry("batas", "/admin/batas", "Tenggat dan peringatan", icon="timer", action=A.CONFIGURE),
    Entry("pertanyaan", "/admin/pertanyaan", "Pertanyaan", icon="list-checks", action=A.CONFIGURE),
    Entry("pemahaman", "/admin/pemahaman", "Pemahaman", icon="sparkles", action=A.CONFIGURE),
    Entry("aturan", "/admin/aturan", "Aturan", icon="route", action=A.CONFIGURE),
    Entry("umpan", "/admin/umpan", "Sumber data", icon="database", action=A.CONFIGURE),
    Entry("alat", "/admin/alat", "Alat pantau", icon="radio-tower", action=A.CONFIGURE),
    Entry("aturan-alat", "/admin/aturan-alat", "Aturan alat", icon="bell-ring", action=A.CONFIGURE),
    Entry("daftar-kamera", "/admin/kamera", "Kamera", icon="cctv", action=A.CONFIGURE),
    Entry("layar", "/admin/layar", "Layar", icon="monitor", action=A.CONFIGURE),
    Entry("program", "/admin/program", "Program", icon="plug", action=A.CONFIGURE),
    Entry("webhook", "/admin/webhook", "Webhook", icon="webhook", action=A.CONFIGURE),
    Entry("gagal", "/admin/gagal", "Pesan gagal", icon="mail-warning", action=A.REPAIR),
    Entry("kesehatan", "/admin/kesehatan", "Kesehatan sistem", icon="activity", action=A.REPAIR),
    Entry("jejak", "/admin/jejak", "Jejak", icon="shield-check", action=A.CONFIGURE),
    Entry("data-pribadi", "/admin/data-pribadi", "Data pribadi", icon="user-search", action=A.CONFIGURE),
    Entry("penyalahgunaan", "/admin/penyalahgunaan", "Penyalahgunaan", icon="flag", action=A.BLOCK),
)


DATA = (
    Entry("indikator", "/poc/indikator", "Indikator", icon="chart-column", action=A.WATCH),
    Entry("register", "/poc/data", "Register SSP", icon="list-checks", action=A.WATCH),
    Entry("kantor", "/petugas/data", "Data kantor", icon="upload", action=A.SUPPLY),
)


def data(role: str) -> list[Entry]:
    """The pages of the city's data this role may open."""
    return [entry for entry in DATA if may(role, entry.action)]


def settings(role: str) -> list[Entry]:
    """The settings' pages this role may open."""
    return [entry for entry in SETTINGS if may(role, entry.action)]


def bar(role: str) -> list[Entry]:
    """The bar of this role."""
    found: list[Entry] = []
    for entry in BAR:  # of two entries of one face the first that the role may open
        if may(role, entry.action) and entry.face not in {other.face for other in found}:
            found.append(entry)
    if inside := settings(role):
        name = "Pengaturan" if may(role, A.CONFIGURE) else "Pengawasan"
        found.append(Entry("settings", inside[0].path, name, icon="settings", action=inside[0].action))
    return found


def near(role: str) -> list[Entry]:
    """What stands in the bar itself."""
    found = bar(role)
    return found if len(found) <= MOST else [entry for entry in found if not entry.group]


def further(role: str) -> dict[str, list[Entry]]:
    """What stands under "Lainnya", by group; nothing where the bar holds all."""
    found: dict[str, list[Entry]] = {}
    for entry in bar(role) if len(bar(role)) > MOST else ():
        if entry.group:
            found.setdefault(entry.group, []).append(entry)
    return found


def home(role: str) -> str:
    """Where somebody lands after signing in.

    At the settings who sets up the city, at their queue who works on reports, at the morning letter who asks
    heads of offices.
    """
    if may(role, A.CONFIGURE):
        return "/admin"
    if may(role, A.ATTEND):
        return "/petugas/surat"
    return "/petugas"
