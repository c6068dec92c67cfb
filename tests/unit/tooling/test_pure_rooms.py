"""The pure rooms load no database, web or network at run time either, whatever a package imports."""

import subprocess
import sys

PURE = ("bot.dialogue.turn", "nlu.understand", "routing.domain.rules", "routing.domain.deadlines")
HEAVY = ("sqlalchemy", "fastapi", "starlette", "celery", "telegram", "httpx", "httpx2", "redis")


def test_importing_the_pure_rooms_loads_nothing_that_reaches_outside() -> None:
    code = f"import sys, {', '.join(PURE)}; print([name for name in {HEAVY!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
