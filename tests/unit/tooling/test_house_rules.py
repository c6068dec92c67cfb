"""Each house rule finds its breach and leaves the allowed twin alone."""

from pathlib import Path

import pytest

from tools.house_rules import breaches

LONG_FUNCTION = "def long() -> int:\n" + "    x = 1\n" * 59 + "    return x\n"

BREACHES = {
    "commit elsewhere": ("bot/work.py", "session.commit()\n", "storage/db.py"),
    "commit in a test": ("tests/test_x.py", "tx.commit()\n", "storage/db.py"),
    "now": ("routing/x.py", "import datetime\nn = datetime.datetime.now()\n", "asks the machine"),
    "today": ("routing/x.py", "from datetime import date\nn = date.today()\n", "asks the machine"),
    "time.time": ("sensors/x.py", "import time\nn = time.time()\n", "asks the machine"),
    "long file": ("nlu/x.py", "x = 1\n" * 401, "401 lines"),
    "long function": ("nlu/x.py", LONG_FUNCTION, "function long has 61 lines"),
    "bare except": ("nlu/x.py", "try:\n    x = 1\nexcept:\n    x = 2\n", "says why"),
    "broad except": ("nlu/x.py", "try:\n    x = 1\nexcept Exception as e:\n    x = 2\n", "says why"),
    "broad among others": (
        "nlu/x.py",
        "try:\n    x = 1\nexcept (OSError, Exception):\n    x = 2\n",
        "says why",
    ),
    "npm lock": ("frontend/package-lock.json", '{"resolved": "https://host/x.tgz"}', "registry"),
    "npm settings": ("frontend/.npmrc", "registry=https://host/\n", "registry"),
    "python lock": ("requirements.lock", "--index-url https://host/simple\nsix==1.0\n", "registry"),
    "project file": ("pyproject.toml", '[[tool.uv.index]]\nurl = "https://host/simple"\n', "registry"),
}
ALLOWED = {
    "commit at its door": ("storage/db.py", "session.commit()\n"),
    "now in the clock": ("storage/clock.py", "from datetime import UTC, datetime\nn = datetime.now(UTC)\n"),
    "elapsed time": ("sensors/x.py", "import time\nn = time.monotonic()\n"),
    "long enough file": ("nlu/x.py", "x = 1\n" * 400),
    "long enough function": ("nlu/x.py", LONG_FUNCTION.replace("    x = 1\n", "", 1)),
    "long test": ("tests/test_x.py", LONG_FUNCTION),
    "explained broad except": (
        "nlu/x.py",
        "try:\n    x = 1\nexcept Exception:  # edge of the process\n    x = 2\n",
    ),
    "reason above": ("nlu/x.py", "try:\n    x = 1\n# the edge\nexcept Exception:\n    x = 2\n"),
    "narrow except": ("nlu/x.py", "try:\n    x = 1\nexcept OSError:\n    x = 2\n"),
    "lock by hash": ("requirements.lock", "six==1.0 \\\n    --hash=sha256:abc\n"),
    "somebody else's file": ("frontend/node_modules/x/x.py", "session.commit()\n"),
}


def write(top: Path, name: str, text: str) -> None:
    (top / name).parent.mkdir(parents=True, exist_ok=True)
    (top / name).write_text(text)


@pytest.mark.parametrize("case", BREACHES)
def test_a_breach_is_found_once(case: str, tmp_path: Path) -> None:
    name, text, said = BREACHES[case]
    write(tmp_path, name, text)
    found = breaches(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(name)
    assert said in found[0]


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_allowed_passes(case: str, tmp_path: Path) -> None:
    write(tmp_path, *ALLOWED[case])
    assert breaches(tmp_path) == []


def test_a_class_is_named_once_among_the_rooms(tmp_path: Path) -> None:
    write(tmp_path, "storage/x.py", "class Pace:\n    x = 1\n")
    write(tmp_path, "storage/y.py", "class Pace:\n    x = 1\n")
    write(tmp_path, "nlu/x.py", "class _Pace:\n    x = 1\n")
    assert breaches(tmp_path) == []
    write(tmp_path, "bot/x.py", "class Pace:\n    x = 1\n")
    assert [line.split(":")[0] for line in breaches(tmp_path)] == ["bot/x.py"]


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("bot/x.py", 'CITY = "Kota Contoh"\n', True),
        ("bot/x.py", 'CONTOH = "kota"\n', True),
        ("bot/x.py", '"""In Contoh it rains."""\nX = 1  # as in Contoh\n', False),
        ("bot/messages/id.py", 'CITY = "Contoh"\n', False),
        ("sensors/data/contoh/x.py", 'CITY = "Contoh"\n', False),
        ("web/templates/x.html", "<title>Contoh</title>\n", True),
        ("frontend/src/x.js", 'const title = "Peta Contoh";\n', True),
    ],
)
def test_no_code_and_no_page_names_a_city(tmp_path: Path, name: str, text: str, names: bool) -> None:
    write(tmp_path, "routing/data/contoh/settings.yml", "")
    write(tmp_path, name, text)
    assert bool(breaches(tmp_path)) == names
