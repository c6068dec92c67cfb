"""Two reports are judged for the same matter: the figure on the kept pairs, its reasons, its symmetry."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.city.likeness import likeness_rules
from routing.domain.likeness import alike, read, same_spots
from routing.domain.same_matter import Likeness, Told, at_most, judge, measure
from tests.factories.city import NOW
from tests.same_matter.reading import figures, pairs, scenes, scored

RULES = likeness_rules()
HOLE = Told("Lubang besar di depan bengkel", "jalan_rusak", NOW, "Kranji", "depan bengkel", (-6.23, 106.97))


def likeness(one: Told, other: Told, bits: int | None = None) -> Likeness:
    scale = RULES.scale(one.category, frozenset())
    return judge(one, other, scale, RULES.known, RULES.weights, bits=bits)


def test_there_are_four_hundred_pairs_and_each_origin_is_of_one_half() -> None:
    halves = {scene["origin"]: scene["half"] for scene in scenes()}
    assert len(halves) == len(scenes())
    counted = {half: len(pairs(half)) for half in ("open", "kept", "fresh", "blind")}
    assert sum(counted.values()) >= 400
    assert min(counted["open"], counted["kept"]) >= 200
    assert counted["fresh"] >= 250
    assert counted["blind"] >= 40


def test_on_pairs_that_chose_no_weight_nine_of_ten_called_the_same_are() -> None:
    found = pairs("kept")
    reached = figures([p.same for p in found], [score >= RULES.likely for score in scored(found)])
    assert reached["precision"] >= 0.90
    assert reached["recall"] >= 0.75


def test_another_wording_tells_of_the_same_kind_of_matter() -> None:
    rough = read("jalanan gronjal banget", "", "lainnya", RULES.known)
    holes = read("aspal berlubang dan bergelombang", "", "lainnya", RULES.known)
    thief = read("motor dicuri maling tadi malam", "", "lainnya", RULES.known)
    assert alike(rough.kinds, holes.kinds) > 0.5 > alike(rough.kinds, thief.kinds)


def test_reported_again_is_not_come_back() -> None:
    assert not read("saya lapor lagi, lampu mati", "", "pju", RULES.known).again
    assert read("sudah diganti, sekarang mati lagi", "", "pju", RULES.known).again


def test_every_measured_sign_has_a_weight_and_none_is_left_over() -> None:
    pair = pairs("open")[0]
    measured = measure(pair.one, pair.other, pair.scale, RULES.known)
    assert {side: {"bias", *values} for side, values in measured.items()} == {
        side: set(weights) for side, weights in RULES.weights.items()
    }


def test_no_score_is_higher_than_points_alone_allow() -> None:
    for pair in pairs("open"):
        most = at_most(pair.one, pair.other, pair.scale, RULES.known, RULES.weights)
        assert judge(pair.one, pair.other, pair.scale, RULES.known, RULES.weights).score <= most + 0.001
    far = replace(HOLE, point=(-6.2340, 106.97))  # 450 m away
    assert at_most(HOLE, far, RULES.scale(HOLE.category, frozenset()), RULES.known, RULES.weights) < 0.02


def test_the_reasons_are_told_in_words() -> None:
    other = replace(
        HOLE, text="jalan bolong depan bengkel", point=(-6.2303, 106.97), at=NOW + timedelta(hours=3)
    )
    found = likeness(HOLE, other, bits=2)
    assert found.score > RULES.likely
    assert found.reasons[0] == "jaraknya 30 m"
    assert {"sama-sama menyebut bengkel", "selisih 3 jam", "fotonya sama", "jenisnya sama"} <= set(
        found.reasons
    )


def test_another_house_number_speaks_against_it() -> None:
    one = replace(HOLE, text="Got mampet di RT 03", place="RT 03", category="drainase", point=None)
    other = replace(one, text="Got mampet di RT 5", place="RT 5")
    found = likeness(one, other)
    assert "alamatnya beda: rt 3 dan rt 5" in found.reasons
    assert found.score < likeness(one, one).score


def test_the_number_of_a_street_tells_them_apart_and_a_poles_code_holds_together() -> None:
    one = replace(HOLE, text="Gorong gorong ambrol", place="Jl. Mawar IV", category="drainase", point=None)
    found = likeness(one, replace(one, place="jalan mawar 6"))
    assert "alamatnya beda: jalan mawar 4 dan jalan mawar 6" in found.reasons
    six = likeness(replace(one, place="Jl Mawar VI"), replace(one, place="mawar 6"))
    assert not any(reason.startswith("alamatnya") for reason in six.reasons)
    pole = replace(HOLE, text="tiang JS 114 kedip kedip", place="", category="pju", point=None)
    same, other = (likeness(pole, replace(pole, text=f"lampu js{n} byar pet")).score for n in (114, 115))
    assert same > other
    rain = replace(HOLE, text="air sekitar 30 senti", category="banjir_genangan")
    assert not any(
        reason.startswith("alamatnya beda")
        for reason in likeness(rain, replace(rain, text="air sekitar 50 senti")).reasons
    )


def test_a_black_picture_is_like_no_other() -> None:
    night = replace(HOLE, pictures=("0000000000000001",))
    assert likeness(night, replace(night, at=NOW + timedelta(hours=1))).bits is None
    day = replace(HOLE, pictures=("0f1e2d3c4b5a6978",))
    assert likeness(day, replace(day, at=NOW + timedelta(hours=1))).bits == 0


def test_two_sides_of_a_road_are_two_places() -> None:
    one = replace(HOLE, text="mobil parkir dua lapis", place="depan klinik", category="parkir", point=None)
    this, over = (
        replace(one, text="motor parkir semrawut", place=f"{side} klinik") for side in ("depan", "seberang")
    )
    assert likeness(one, this).score > likeness(one, over).score + 0.2


def test_a_name_written_together_or_mistyped_is_the_same_place() -> None:
    one = read("tumpukan sampah", "dewi sartka", "sampah", RULES.known)
    for place in ("Dewisartika", "dewi sartika"):
        assert (same_spots(one, read("sampah", place, "sampah", RULES.known)) or 0) > 0.4
    assert same_spots(one, read("sampah", "pasar mustika", "sampah", RULES.known)) == 0


def test_a_landmark_is_another_place_than_a_house_number() -> None:
    one = replace(HOLE, text="got mampet", place="no 22", category="drainase", point=None)
    by_mosque, unsaid = (
        likeness(one, replace(one, place=place)).score for place in ("dekat musala Al Huda", "")
    )
    assert by_mosque < unsaid


def test_of_some_kinds_one_spot_has_one_matter_whatever_is_told_of_it() -> None:
    mud = replace(HOLE, text="lumpur semua, motor selip", place="depan bengkel")
    said = likeness(HOLE, mud).score
    apart = judge(
        HOLE, mud, replace(RULES.scale(HOLE.category, frozenset()), single=False), RULES.known, RULES.weights
    )
    assert said > apart.score


texts = st.text(max_size=60) | st.sampled_from([pair.one.text for pair in pairs("open")[:40]])


@given(texts, texts, st.integers(0, 5000), st.floats(-90, 90), st.floats(-180, 180))
def test_whatever_is_said_the_score_lies_between_nothing_and_one_and_is_the_same_both_ways(
    one: str, other: str, hours: int, lat: float, lon: float
) -> None:
    a = Told(one, "jalan_rusak", NOW, "Kranji", other[:30], (lat, lon))
    b = Told(other, "jalan_rusak", NOW + timedelta(hours=hours), "Kranji", one[:30], (-6.2, 106.9))
    found = likeness(a, b)
    assert 0 <= found.score <= 1
    assert found.score == likeness(b, a).score
