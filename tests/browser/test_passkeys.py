"""Passkeys in a real browser, with Chromium's own authenticator (CDP WebAuthn): kept, used, copied, gone.

One test, since a browser and a server cost seconds.
"""

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from admin_panel.access import COOKIE
from storage import db
from storage.models import Passkey, SignInNote
from tests.browser.conftest import OpenPage
from tests.factories.panel import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page


def authenticator(page: "Page") -> tuple[Any, str]:
    """A device that asks its owner; the CDP session and the device's id."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]


def signed_out(page: "Page") -> None:
    """Forgets the session on an empty page: one that is open would lead to the sign-in by itself."""
    page.goto("about:blank")
    page.context.clear_cookies(name=COOKIE)


def post(page: "Page", body: str) -> int:
    """What the sign-in's door says to this body, from this very browser."""
    script = """async ([body, token]) => (await fetch("/masuk/passkey", {method: "POST", body,
        headers: {"Content-Type": "application/json", "X-CSRF-Token": token}})).status"""
    return int(page.evaluate(script, [body, page.locator("[data-passkey]").get_attribute("data-csrf")]))


def test_a_passkey_is_kept_signs_in_and_opens_nothing_twice(open_page: OpenPage) -> None:
    page = open_page("rina")
    cdp, device = authenticator(page)
    page.goto("/akun")
    form = page.locator("#passkey-baru")
    form.get_by_label("Kata sandi Anda").fill(PASSWORD)
    form.get_by_label("Nama perangkat").fill("Laptop kantor")
    form.get_by_role("button").click()
    page.get_by_text("Passkey dipasang").first.wait_for()
    page.get_by_text("Laptop kantor").first.wait_for()

    # as the whole sign-in; what was sent opens nothing a second time
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if _is_sign_in(asked.url) else None)
    signed_out(page)
    page.goto("/masuk?lanjut=/petugas/peringatan")
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    signed_out(page)
    page.goto("/masuk")
    assert post(page, sent[-1]) == 401

    # without a look at the person it is no whole sign-in, but a second step
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_label("Nama pengguna").fill("rina")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/masuk/kode?**")
    page.get_by_role("button", name="Pakai passkey").click()
    page.wait_for_url("**/petugas")

    # a copy of the key, whose counter stands still, opens nothing
    with db.transaction() as tx:
        tx.scalars(select(Passkey)).one().sign_count = 1_000
    signed_out(page)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.get_by_text("Passkey ini tidak cocok").wait_for()
    for junk in ({}, {"id": "x"}, {"id": "../", "response": {"clientDataJSON": "e30"}}):
        assert post(page, json.dumps({"ticket": "x", "credential": junk})) == 401

    # forgotten by its owner
    with db.transaction() as tx:
        tx.delete(tx.scalars(select(Passkey)).one())
        assert {"masuk_passkey", "passkey_dipasang"} <= set(tx.scalars(select(SignInNote.what)))
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.get_by_text("tidak terdaftar di sini").wait_for()


def _is_sign_in(url: str) -> bool:
    return url.endswith("/masuk/passkey")
