"""Whatever an officer opens by its address is a whole page: pieces of pages lead to where they stand."""

import pytest

from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.every_route import NEEDS

LIVE = "/live"  # does not end
ADDRESSES = sorted(
    path
    for method, path in (route.split() for route in NEEDS)
    if method == "GET" and "{" not in path and path != LIVE
)


@pytest.mark.parametrize("who", ["admin", "operator", "walikota"])
def test_every_address_is_a_whole_page_or_leads_to_one(signed_in: SignIn, who: str) -> None:
    browser = signed_in(who)
    bare = []
    for path in ADDRESSES:
        answer = browser.get(path)
        if "text/html" in answer.headers.get("content-type", "") and "<html" not in answer.text:
            bare.append(path)
    assert bare == []


def test_a_piece_keeps_what_was_asked_on_the_way_to_its_page(signed_in: SignIn) -> None:
    answer = signed_in("operator").get("/petugas/daftar?q=lubang&urut=terbaru")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/petugas?q=lubang&urut=terbaru"
