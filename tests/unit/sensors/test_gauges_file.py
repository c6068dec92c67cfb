"""The city's gauge list: read as it stands, and a wrong line is named."""

from pathlib import Path

import pytest

from sensors.credentials import token_hash
from sensors.gauges import DATA, read

HEAD = "code,name,river,lat,lon,kelurahan,normal,siaga_3,siaga_2,siaga_1,downstream,source\n"


def listed(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "gauges.csv"
    file.write_text(HEAD + "\n".join(lines))
    return file


def test_a_line_becomes_a_gauge_with_what_is_known_of_it(tmp_path: Path) -> None:
    next_places = "32.75.01.1002=90-150;32.75.03.1004=200-260"
    line = f"hulu,Pos Hulu,Kali,-6.3,106.9,32.75.09.1004,80-120,200,,350,{next_places},KP2C"
    (gauge,) = read(listed(tmp_path, line))
    assert gauge["levels"] == {"siaga_3": 200, "siaga_1": 350, "normal": [80, 120]}
    assert gauge["downstream"][1] == {"kelurahan": "32.75.03.1004", "minutes": 200, "minutes_latest": 260}
    assert (gauge["code"], gauge["kelurahan_code"], gauge["unit"]) == ("hulu", "32.75.09.1004", "cm")


@pytest.mark.parametrize(
    "line",
    [
        "Hulu!,Pos,Kali,-6.3,106.9,,,,,,,",
        "hulu,Pos,Kali,selatan,106.9,,,,,,,",
        "hulu,Pos,Kali,-6.3,106.9,,,300,200,,,",
        "hulu,Pos,Kali,-6.3,106.9,,,tinggi,,,,",
        "hulu,Pos,Kali,-6.3,106.9,,80-100,,,,32.75.01.1002=90,",
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    good = "hilir,Pos,Kali,-6.3,106.9,,,,,,,"
    assert len(read(listed(tmp_path, good))) == 1
    with pytest.raises(ValueError, match="line 3"):
        read(listed(tmp_path, good, line))


def test_no_threshold_of_bekasi_is_invented() -> None:
    """The domain facts name these and no others."""
    known = {gauge["code"]: gauge["levels"] for gauge in read(DATA / "bekasi/gauges.csv")}
    assert known == {
        "cileungsi-hulu": {"siaga_3": 200, "normal": [100, 100]},
        "p2c": {"siaga_3": 350, "siaga_2": 450, "siaga_1": 700, "normal": [200, 350]},
        "bendung-bekasi": {},
    }


def test_only_the_hash_of_a_secret_can_be_kept() -> None:
    assert token_hash("rahasia") != token_hash("rahasia ")
    assert "rahasia" not in token_hash("rahasia")
