"""A city's settings: typed, with defaults in one place, refused with a sentence, never silencing the city."""

import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from routing.city.settings import CitySettings
from routing.city.settings_read import BadSettings, of_file, of_rows

FILE = Path(__file__).parents[3] / "routing" / "data" / "bekasi" / "settings.yml"
LEAST: dict[str, Any] = {"city": {"name": "Kota Uji"}, "number_prefix": "UJI"}


def test_the_shipped_file_is_good_and_names_everything_there_is() -> None:
    shipped = yaml.safe_load(FILE.read_text("utf-8"))
    assert of_file(shipped).number_prefix == "BKS"
    own = {"own_words", "own_messages", "own_pages", "own_templates", "own_places"}  # the panel's
    assert shipped.keys() | {"understanding", "dangers"} | own == CitySettings.model_fields.keys()


def test_a_city_needs_only_its_name_and_the_prefix_of_its_numbers() -> None:
    found = of_file(LEAST)
    assert (found.afterwards.reopen_days, found.same_matter.radius_of("pju"), found.reminders.from_hour) == (
        14, 150, 8,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"number_prefix": "bks 1"}, "number_prefix"),
        ({"emergency": {"resolve": 0}}, "emergency.resolve"),
        ({"reminders": {"from_hour": "pagi"}}, "reminders.from_hour"),
        ({"reminder": {}}, "no setting called reminder"),
        ({"gather": {"quiet": 2}}, "no setting called gather.quiet"),
        ({"same_matter": {"radius": {"pju": 60}}}, "same_matter"),
        ({"elsewhere": [{"agency": "pgn", "words": "("}]}, "regular expression"),
    ],
)
def test_a_slip_in_the_file_is_a_sentence_with_its_place(slip: dict[str, Any], told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        of_file({**LEAST, **slip})


def test_reasons_of_refusal_stand_by_name_however_they_are_kept() -> None:
    names = {"b": "Bukan urusan kota", "z": "Alamat tidak jelas", "a": "Sudah dikerjakan"}
    found = of_file(
        {**LEAST, "refusals": {code: {"name": name, "sentence": "Maaf."} for code, name in names.items()}}
    )
    assert list(found.refusals) == ["z", "b", "a"]


def rows(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, dict) else {"value": value} for key, value in given.items()}


def test_of_the_databases_rows_only_what_cannot_be_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    rules = [{"agency": "pgn", "words": "("}, {"agency": "telkom", "words": "wifi"}]
    kept = rows({**LEAST, "elsewhere": rules, "emergency": {"resolve": -1}, "misuse": {"messages": 5}})
    with caplog.at_level(logging.ERROR):
        found = of_rows(kept | {"config_version": {"value": "x"}})
    assert [rule.agency for rule in found.elsewhere] == ["telkom"]
    assert (found.emergency.resolve, found.misuse.messages) == (24, 5)
    assert "elsewhere.0.words" in caplog.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from([f for f in CitySettings.model_fields if f not in LEAST]), JSON, max_size=5
    )
)
def test_whatever_stands_in_the_rows_the_city_goes_on(given_: dict[str, Any]) -> None:
    assert of_rows(rows({**LEAST, **given_})).city.name == "Kota Uji"
