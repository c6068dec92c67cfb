"""The rules as a document: what can be read comes back the same, and everything else is a sentence."""

from typing import Any

import pytest

from routing.city import rule_versions
from routing.city.rulebook import CityRules, Told
from routing.city.zones import Zones, check
from routing.delivered import CITY
from routing.domain.deadlines import Calendar
from routing.domain.rule_book import DrawnArea, read, write
from routing.domain.rule_fields import BadRules
from routing.domain.rule_words import Phrases, Road, Roads, Speech, words_of
from tests.factories.city import KRANJI_POINT, NOW
from tests.factories.rules import WORLD

LAT, LON = KRANJI_POINT
SQUARE = [[LAT, LON], [LAT + 0.002, LON], [LAT + 0.002, LON + 0.002], [LAT, LON + 0.002]]


def rule(**more: Any) -> dict[str, Any]:
    return {"code": "a", "name": "Satu", "when": {}, "then": {"agency": "dlh"}} | more


def test_a_book_comes_back_as_it_was_written() -> None:
    document = rule_versions.parse((CITY / "rules.yml").read_text("utf-8"))
    document["rules"].append(
        rule(code="b", name="Malam di pasar", active=False, when={
            "category": "sampah", "kelurahan": ["32.75.02.1002"], "kecamatan": ["32.75.02"],
            "area": ["pasar"],
            "road": ["raya"], "owner": ["kota", "tol"], "words": ["Lampu  merah", "lubang*"],
            "days": ["sabtu", "senin"], "day_kind": "libur", "from": "16.00", "until": "07:00",
            "channel": ["web"], "emergency": False, "priority": "tinggi",
        }, then={"agency": "dlh", "unit": "tpa", "first": "kecamatan", "after": "24 jam"})
    )  # fmt: skip
    document["areas"] = [{"code": "pasar", "name": "Pasar", "points": SQUARE}]
    document["roads"] = [{"code": "raya", "name": "Jalan Raya", "called": "raya utama", "owner": ["tol"]}]
    document["units"] = [
        {"code": "tpa", "agency": "dlh", "name": "UPTD TPA", "active": False, "source": "perlu dicek"}
    ]
    book = read(document)
    assert read(write(book)) == book
    assert read(rule_versions.parse(rule_versions.export(book))) == book
    last = book.rules[-1]
    assert (last.when.start, last.when.end, last.when.words) == (960, 420, ("lampu merah", "lubang*"))


WRONG: list[tuple[Any, str]] = [
    ([], "harus berisi bagian"),
    ({"aturan": []}, "“aturan” tidak dikenal"),
    ({"rules": {"a": 1}}, "harus berupa daftar"),
    ({"rules": ["a"]}, "Baris 1"),
    ({"rules": [rule(name="  ")]}, "belum punya nama"),
    ({"rules": [rule(name=["x"])]}, "belum punya nama"),
    ({"rules": [rule(name="x" * 81)]}, "terlalu panjang"),
    ({"rules": [rule(name="Jalan\x00")]}, "tidak bisa disimpan"),
    ({"rules": [rule(code="Spasi di sini")]}, "tidak bisa dipakai"),
    ({"rules": [rule(), rule(code="b", name="sATU")]}, "ada dua kali"),
    ({"rules": [rule(), rule(name="Dua")]}, "ada dua kali"),
    ({"rules": [rule(when={"kategory": "x"})]}, "“kategory” tidak dikenal"),
    ({"rules": [rule(when={"owner": ["desa"]})]}, "“desa” tidak dikenal"),
    ({"rules": [rule(when={"words": ["a*b"]})]}, "tidak bisa dicari"),
    ({"rules": [rule(when={"words": ["!!"]})]}, "tidak bisa dicari"),
    ({"rules": [rule(when={"words": 5})]}, "harus berupa daftar"),
    ({"rules": [rule(when={"from": "8.00"})]}, "jam mulai dan jam selesai"),
    ({"rules": [rule(when={"from": "25.00", "until": "8.00"})]}, "jam ditulis"),
    ({"rules": [rule(when={"emergency": 1})]}, "true atau false"),
    ({"rules": [rule(when={"priority": ["tinggi"]})]}, "tidak dikenal untuk priority"),
    ({"rules": [rule(then={})]}, "belum dipilih"),
    ({"rules": [rule(then={"agency": "dlh", "first": "kelurahan"})]}, "berapa lama"),
    ({"rules": [rule(then={"agency": "dlh", "first": "kelurahan", "after": "lama"})]}, "lamanya ditulis"),
    (
        {"rules": [rule(then={"agency": "kelurahan", "first": "kelurahan", "after": "2 jam"})]},
        "harus ada dinas",
    ),
    ({"rules": [rule(active="ya")]}, "true atau false"),
    ({"rules": [rule(code=str(n), name=str(n)) for n in range(501)]}, "Paling banyak 500"),
    ({"areas": [{"code": "a", "name": "A", "points": SQUARE[:2]}]}, "perlu 3 sampai"),
    ({"areas": [{"code": "a", "name": "A", "points": [*SQUARE, [float("nan"), 1]]}]}, "lintang, bujur"),
    ({"areas": [{"code": "a", "name": "A", "points": [*SQUARE, "x"]}]}, "lintang, bujur"),
    ({"roads": [{"code": "a", "name": "A", "called": [".."], "owner": ["kota"]}]}, "bagaimana orang"),
    ({"units": [{"code": "a", "name": "A"}]}, "instansinya"),
    ({"speech": ["jalan"]}, "Bagian speech"),
]


@pytest.mark.parametrize(("document", "said"), WRONG)
def test_a_document_that_cannot_be_used_is_a_sentence(document: Any, said: str) -> None:
    with pytest.raises(BadRules, match=said):
        read(document)


@pytest.mark.parametrize(
    "text", ["rules: [", "rules: !!python/object:os.system {}", "- x", "", "2026-02-31", "a: &a [*a]"]
)
def test_what_is_no_yaml_of_ours_is_a_sentence(text: str) -> None:
    with pytest.raises(BadRules, match=r"YAML|berisi bagian|tidak dikenal"):
        read(rule_versions.parse(text))


def test_a_yaml_that_grows_beyond_measure_is_refused_quickly() -> None:
    lines = (
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(lines)
    with pytest.raises(BadRules, match="tidak dikenal"):
        read(rule_versions.parse(bomb))
    with pytest.raises(BadRules, match="tidak bisa dipakai"):
        read({"rules": [rule(code=rule_versions.parse(bomb)["i"])]})


def test_an_area_that_crosses_itself_is_tiny_or_leaves_the_city_is_refused() -> None:
    points = [(lat, lon) for lat, lon in SQUARE]
    check(DrawnArea("a", "A", tuple(points)))
    crossing = (points[0], points[2], points[1], points[3])
    with pytest.raises(BadRules, match="memotong"):
        check(DrawnArea("a", "A", crossing))
    with pytest.raises(BadRules, match="keluar dari wilayah"):
        check(DrawnArea("a", "A", (*points[:3], (-6.9, 107.6))))
    with pytest.raises(BadRules, match="terlalu kecil"):
        check(
            DrawnArea(
                "a",
                "A",
                tuple((lat + n * 1e-6, lon + n * n * 1e-6) for n, (lat, lon) in enumerate([points[0]] * 3)),
            )
        )


def test_a_point_lies_in_the_areas_around_it() -> None:
    zones = Zones([DrawnArea("pasar", "Pasar", tuple((lat, lon) for lat, lon in SQUARE))])
    assert zones.at(LAT + 0.001, LON + 0.001) == {"pasar"}
    assert zones.at(LAT - 0.001, LON) == zones.at(None, LON) == frozenset()


ROADS = Roads(
    [
        Road("sudirman", "Jalan Jenderal Sudirman", ("sudirman",), ("nasional",)),
        Road("yani", "Jalan Ahmad Yani", ("ahmad yani", "a yani"), ("nasional", "kota")),
        Road("tol", "Tol Jakarta–Cikampek", ("tol japek",), ("tol",)),
    ],
    Speech(frozenset({"jalan", "jl", "tol"}), frozenset({"raya", "jend"}), frozenset({"belakang", "dari"})),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "roads"),
    [
        ("Lubang besar di Jl.Jend. Sudirman depan mal", {"sudirman"}),
        ("jalan raya sudirman", {"sudirman"}),
        ("Pak Sudirman ketua RT bilang jalan rusak", set()),
        ("gang kecil di belakang jalan Jend Sudirman", set()),
        ("masuk dari jl sudirman", set()),
        ("ban pecah di tol japek", {"tol"}),
        ("jl A. Yani retak", {"yani"}),
    ],
)
def test_a_road_counts_where_something_is_on_it(text: str, roads: set[str]) -> None:
    assert ROADS.named(words_of(text)) == roads


def test_a_road_of_several_owners_has_none_for_the_rules() -> None:
    assert ROADS.owners(["sudirman", "yani", "hilang"]) == {"nasional"}


def test_words_are_words_and_a_star_is_their_end() -> None:
    phrases = Phrases(["got", "lubang*", "lampu merah"])
    found = {phrase for _, phrase in phrases.found(words_of("Gotong royong. LUBANGnya dekat lampu merah"))}
    assert found == {"lubang*", "lampu merah"}


def test_what_was_known_before_is_not_looked_at_again() -> None:
    document = {"rules": [rule(), rule(code="b", name="Dua", then={"agency": "lama"})]}
    rules = CityRules(1, read(document), WORLD, Calendar())
    with pytest.raises(BadRules, match="“Dua”: instansi “lama”"):
        rules.check()
    rules.check(rules)
    assert rules.facts(Told("jalan", None, NOW)).minute == 9 * 60
