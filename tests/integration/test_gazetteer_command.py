"""`sorot gazetteer build` puts a city's list where its outlines say, and again without doubling it."""

import shutil
from pathlib import Path

from typer.testing import CliRunner

from nlu.gazetteer import FOLDER, Gazetteer
from sorot.cli import cli

LIST = (
    "nama_sekolah,alamat,lintang,bujur\n"
    'SDN Cendrawasih Putih 3,"Jl. Sutera Hijau No. 3",-6.2288,106.9790\n'
    'SMK Cendrawasih Putih,"Jl. Sutera Ungu No. 3, Tambun Selatan, Bekasi",-6.2620,107.0600\n'
)


def test_a_list_of_schools_is_found_after_it_was_built_once_or_twice(tmp_path: Path) -> None:
    out = shutil.copytree(FOLDER, tmp_path / "gazetteer")
    (tmp_path / "sekolah.csv").write_text(LIST, encoding="utf-8")
    told = [
        CliRunner().invoke(cli, ["gazetteer", "build", str(tmp_path / "sekolah.csv"), "--out", str(out)])
        for _ in range(2)
    ]
    assert [result.exit_code for result in told] == [0, 0]
    assert told[0].output == told[1].output
    assert "2 places in the city, 1 beyond it" in told[0].output
    gazetteer = Gazetteer.load(out)
    _, (school,) = gazetteer.at(["sdn", "cendrawasih", "putih", "3"], 0)
    assert [gazetteer.names[code] for code in school.kelurahan] == ["Kranji"]
    _, (street,) = gazetteer.at(["jalan", "sutera", "hijau"], 0)
    assert (street.kind, street.sure) == ("jalan", 0.66)
    _, (outside,) = gazetteer.at(["smk", "cendrawasih", "putih"], 0)
    assert outside.kind == "luar"


def test_a_list_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    told = CliRunner().invoke(cli, ["gazetteer", "build", str(tmp_path / "x.csv"), "--out", str(FOLDER)])
    assert told.exit_code == 2
    assert "x.csv" in told.output


def test_in_a_folder_a_table_without_names_is_passed_over(tmp_path: Path) -> None:
    out, lists = shutil.copytree(FOLDER, tmp_path / "gazetteer"), tmp_path / "daftar"
    lists.mkdir()
    (lists / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (lists / "sekolah.csv").write_text(LIST, encoding="utf-8")
    told = CliRunner().invoke(cli, ["gazetteer", "build", str(lists), "--out", str(out)])
    assert told.exit_code == 0
    assert "passed over: a.csv" in told.output
    assert "2 places in the city" in told.output
