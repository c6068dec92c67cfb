"""`sorot --help` and a command that needs no database are not kept waiting by those that do."""

import subprocess
import sys

# Each costs a tenth of a second to a second of every command's start.
HEAVY = (
    "sqlalchemy",
    "fastapi",
    "uvicorn",
    "numpy",
    "shapely",
    "sklearn",
    "duckdb",
    "httpx2",
    "celery",
    "telegram",
)
LOADED = f"import sys, sorot.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"


def test_the_command_line_loads_nothing_heavy_before_a_command_asks_for_it() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    ).stdout.split()  # fmt: skip
    assert loaded == []
