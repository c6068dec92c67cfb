"""A crowd that tries names and passwords shuts no officer out, learns no names and buys no more guesses."""

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from accounts import throttle
from storage import clock, db
from storage.models import LoginFailure
from tests.unit.admin_panel.test_sign_in import client_at, sign_in


@pytest.fixture
def crowded(app: FastAPI, panel_db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Thousands try names from everywhere, and one behind the office's own address does too; the clock stands
    still, as if they went on meanwhile."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    with db.transaction() as tx:
        tx.add_all(
            LoginFailure(username=f"nama{n}", source=f"10.{n % 250}.0.0/24", at=now)
            for n in range(throttle.TOGETHER.free)
        )
        tx.add_all(
            LoginFailure(username=f"orang{n}", source="203.0.113.0/24", at=now)
            for n in range(throttle.BLOCK.free)
        )
    return "203.0.113.7"


def test_a_crowd_shuts_out_no_officer_with_a_new_browser(app: FastAPI, crowded: str) -> None:
    for address in (crowded, "198.51.100.4"):
        assert sign_in(client_at(app, address), "dimas").status_code == 303


def test_in_a_crowd_no_more_guesses_are_granted_and_no_names_told(app: FastAPI, crowded: str) -> None:
    looked_at = []

    def answers(name: str) -> set[tuple[int, str]]:
        tries = [sign_in(client_at(app, f"198.51.{n}.7"), name, "tebakan saja") for n in range(15)]
        with db.reading() as session:
            mine = select(func.count(LoginFailure.id)).where(LoginFailure.username == name)
            looked_at.append(session.scalar(mine))
        return {(one.status_code, one.headers["Retry-After"]) for one in tries}

    assert answers("rina") | answers("bukan-siapa-siapa") <= {(429, "1"), (429, "2")}
    assert looked_at == [throttle.ACCOUNT.free, 0]
    assert sign_in(client_at(app, "198.51.100.4"), "rina").status_code == 429
