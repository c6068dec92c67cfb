"""A small city for rules that need no database, and rules drawn at random."""

from hypothesis import strategies as st

from routing.domain.deadlines import Term, Unit
from routing.domain.jurisdiction import AgencyFacts, Care
from routing.domain.rules import CityRule, Compared, Then, UnitOf, When, World

PEJUANG, KRANJI = "9.1.1", "9.2.1"
UNITS = {
    "bina_marga": UnitOf("bina_marga", "dbmsda", "Bidang Bina Marga"),
    "tutup": UnitOf("tutup", "dbmsda", "Bidang yang ditutup", active=False),
}
AGENCIES = {
    code: AgencyFacts(code, name, kind, name, active=active)
    for code, name, kind, active in (
        ("poc", "POC", "dinas", True), ("dbmsda", "DBMSDA", "dinas", True), ("dlh", "DLH", "dinas", True),
        ("lama", "Dinas Lama", "dinas", False), ("inspektorat", "Inspektorat", "dinas", True),
        ("jasa_marga", "Jasa Marga", "external", True),
        (f"kel-{PEJUANG}", "Kelurahan Pejuang", "kelurahan", True),
        (f"kel-{KRANJI}", "Kelurahan Kranji", "kelurahan", True),
        ("kec-9.1", "Kecamatan Medan Satria", "kecamatan", True),
    )
}  # fmt: skip
CATEGORIES = {
    "jalan": "dbmsda", "sampah": "dlh", "surat": "kelurahan", "pungli": "inspektorat", "tua": "lama"
}  # fmt: skip
WORLD = World(
    AGENCIES, CATEGORIES, {PEJUANG: "9.1", KRANJI: "9.2"}, zones=frozenset({"pasar"}),
    roads=frozenset({"tol"}), units=UNITS,
)  # fmt: skip
OVERSEERS = ("inspektorat", "poc")


def rule(code: str, agency: str = "dlh", *, unit: str = "", first: str = "", **when: object) -> CityRule:
    """A rule; `first` with three working days."""
    wait = Term(3, Unit.HARI_KERJA) if first else None
    return CityRule(code, f"Aturan {code}", When(**when), Then(agency, unit, first, wait))  # type: ignore[arg-type]


def care(*accused: str, secret: bool = False, guarded: bool = False, keeps: bool = False) -> Care:
    return Care(frozenset(accused), secret, guarded, keeps, OVERSEERS)


def some(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


_minutes = st.integers(0, 1440)
whens = st.builds(
    When, categories=some([*CATEGORIES, "hilang"]), kelurahan=some([PEJUANG, KRANJI, "hilang"]),
    kecamatan=some(["9.1", "9.2"]), zones=some(["pasar", "hilang"]), roads=some(["tol"]),
    owners=some(["tol", "kota"]), words=some(["lubang", "gang"]).map(lambda found: tuple(sorted(found))),
    days=st.frozensets(st.integers(0, 6), max_size=3), day_kind=st.sampled_from(["", "libur", "kerja"]),
    start=_minutes, end=_minutes, channels=some(["web", "telegram"]),
    emergency=st.sampled_from([None, True, False]), priority=st.integers(0, 2),
) | st.just(When()) | st.builds(When, categories=some(list(CATEGORIES)))  # fmt: skip
thens = st.builds(
    Then, st.sampled_from([*AGENCIES, "kelurahan", "kecamatan", "kategori", "hilang"]),
    st.sampled_from(["", *UNITS, "hilang"]), st.sampled_from(["", "kelurahan", "kecamatan"]),
    st.just(Term(3, Unit.HARI_KERJA)),
)  # fmt: skip
tables = st.lists(
    st.builds(CityRule, st.integers(0, 99).map(str), st.just("Aturan"), whens, thens, st.booleans()),
    unique_by=lambda made: made.code, max_size=12,
)  # fmt: skip
facts = st.builds(
    Compared, st.sampled_from([*CATEGORIES, "hilang"]), st.sampled_from(["", PEJUANG, KRANJI, "hilang"]),
    st.sampled_from(["", "9.1", "9.2"]), some(["pasar"]), some(["tol"]), some(["tol", "kota"]),
    some(["lubang", "gang"]), st.sampled_from(["", "web", "telegram"]), st.sampled_from(["", "kebakaran"]),
    st.integers(0, 2), st.integers(0, 6), st.integers(0, 1439), st.booleans(),
)  # fmt: skip
cares = st.builds(
    Care, some([*AGENCIES, "kelurahan", "kecamatan"]), st.booleans(), st.booleans(), st.booleans(),
    st.just(OVERSEERS),
)  # fmt: skip
