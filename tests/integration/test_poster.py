"""The poster of a kelurahan: an A4 page whose codes lead to the city's own ways in."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sorot.cli import cli
from sorot.poster import ways
from storage import db
from tests.factories import city
from tests.fakes.papers import text_of


@pytest.fixture
def home(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    for name, value in {
        "HOME": str(tmp_path),
        "DATABASE_URL": sqlite_url,
        "PUBLIC_URL": "https://lapor.example",
    }.items():
        monkeypatch.setenv(f"SOROT_{name}", value)
    return tmp_path


def test_a_poster_names_its_kelurahan_and_every_way_in(home: Path) -> None:
    out = home / "poster.pdf"
    said = ["poster", "--kelurahan", city.KRANJI, "--telegram", "@sorot_bot", "--whatsapp", "6281234567890"]
    done = CliRunner().invoke(cli, [*said, "--out", str(out)])
    assert done.exit_code == 0, done.output
    content = out.read_bytes()
    text = "".join(text_of(content).split())
    for words in (
        "KelurahanKranji",
        "@sorot_bot",
        "+6281234567890",
        f"lapor.example/kelurahan/{city.KRANJI}",
        "112",
    ):
        assert words in text
    assert content.count(b"/Type/Page/") == 1
    links = [way["link"] for way in ways("https://lapor.example", city.KRANJI, "sorot_bot", "6281234567890")]
    assert links[0].startswith("https://wa.me/6281234567890?text=Halo")
    assert links[1:] == ["https://t.me/sorot_bot", f"https://lapor.example/kelurahan/{city.KRANJI}"]


@pytest.mark.parametrize(
    "wrong", [["--kelurahan", "99.99"], ["--kelurahan", city.KRANJI, "--whatsapp", "+62 812"]]
)
def test_what_cannot_be_printed_is_said_and_nothing_is_written(home: Path, wrong: list[str]) -> None:
    out = home / "poster.pdf"
    assert CliRunner().invoke(cli, ["poster", *wrong, "--out", str(out)]).exit_code == 2
    assert not out.exists()
