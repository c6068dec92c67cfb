"""C1 for other people's programs: a request sent again under one Idempotency-Key is one report."""

import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from routing.reports import from_programs
from storage import clock, db
from storage.models import HandedIn, Inbox, Report
from tests.crash.forked import QuickRole
from tests.crash.stage import embedded
from tests.servers import fit, wait_until

REQUESTS, KILLS = 60, 3
PATIENCE = 240  # seconds for one request, over all restarts


def sent(address: str, key: str, number: int) -> list[int]:
    """The statuses of one request, sent until it is taken, and once more: the answer may have been lost."""
    form = {
        "service_code": "pju", "description": f"Lampu {number} mati.", "address_string": f"Gang {number}",
    }  # fmt: skip
    body = urllib.parse.urlencode({**form, "api_key": key}).encode()
    head = {"Idempotency-Key": f"kirim-{number}"}
    told: list[int] = []
    until = time.monotonic() + PATIENCE
    while told.count(201) < 2 and time.monotonic() < until:
        asked = urllib.request.Request(f"{address}/open311/v2/requests.json", body, head)  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - our own server
                told.append(answer.status)
        except urllib.error.HTTPError as refused:
            told.append(refused.code)
        except OSError:  # killed
            threading.Event().wait(0.1)
    return told


@pytest.mark.crash_full
@pytest.mark.timeout(400)
def test_one_key_over_kills_is_one_report_and_none_is_lost(tmp_path: Path, note: Callable[..., None]) -> None:
    """Over a second: the product is started four times."""
    with embedded(tmp_path, channels=(), kind=QuickRole) as stage, ThreadPoolExecutor(3) as programs:
        (role,), dice = stage.roles, random.Random(5)
        with db.transaction() as tx:
            key = from_programs.new_key(tx, "Aplikasi Warga", now=clock.now())
        sending = [programs.submit(sent, role.address, key, number) for number in range(REQUESTS)]
        for _ in range(KILLS):
            threading.Event().wait(dice.uniform(0.1, 0.8))
            role.kill()
            role.start(ready=fit, seconds=120)
        told = [answers.result() for answers in sending]
        wait_until(all_filed, seconds=60, what="everything is filed")
        with db.reading() as session:
            texts = Counter(session.scalars(select(Report.text)))
            rows = session.scalar(select(func.count()).select_from(Inbox))
    note(run="Open311", requests=REQUESTS, kills=KILLS, tries=sum(map(len, told)), reports=texts.total())
    assert {status for answers in told for status in answers} == {201}
    assert texts == Counter(f"Lampu {number} mati." for number in range(REQUESTS))
    assert rows == REQUESTS


def all_filed() -> bool:
    with db.reading() as session:
        waiting = select(func.count()).select_from(HandedIn).where(HandedIn.report_id.is_(None))
        return not session.scalar(waiting)
