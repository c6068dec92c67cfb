"""Two reports are judged for the same matter: the figure on the kept pairs, its reasons, its symmetry."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.city.likeness import likeness_rules
from routing.domain.likeness import alike, read
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
    counted = {half: len(pairs(half)) for half in ("open", "kept")}
    assert sum(counted.values()) >= 400
    assert min(counted.values()) >= 200


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


def test_a_black_picture_is_like_no_other() -> None:
    night = replace(HOLE, pictures=("0000000000000001",))
    assert likeness(night, replace(night, at=NOW + timedelta(hours=1))).bits is None
    day = replace(HOLE, pictures=("0f1e2d3c4b5a6978",))
    assert likeness(day, replace(day, at=NOW + timedelta(hours=1))).bits == 0


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
