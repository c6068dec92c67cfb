"""Seals fit what they were made for and nothing else; those from before itsdangerous go on fitting."""

import base64
import hmac
import secrets

import pytest

from storage import seals

KEY, SAID = "k" * 43, "report:BKS-2611-00042:abc"


def mac(said: str = SAID) -> bytes:
    """As everything was sealed before itsdangerous."""
    return hmac.new(KEY.encode(), said.encode(), "sha256").digest()


def test_a_seal_is_the_one_that_links_in_chats_already_carry() -> None:
    assert seals.seal(KEY, SAID) == base64.urlsafe_b64encode(mac()).decode().rstrip("=")


@pytest.mark.parametrize("length", [32, 40])
def test_a_ticket_or_cookie_of_former_versions_still_fits_its_own_words_only(length: int) -> None:
    former = mac().hex()[:length]
    assert seals.fits(KEY, SAID, former)
    assert not seals.fits(KEY, SAID + "d", former)


def test_a_seal_fits_neither_other_words_nor_another_key() -> None:
    made = seals.seal(KEY, SAID)
    assert seals.fits(KEY, SAID, made)
    assert not seals.fits(KEY, SAID + "d", made)
    assert not seals.fits(secrets.token_urlsafe(32), SAID, made)


@pytest.mark.parametrize("given", ["", "x", "é" * 43, "=" * 43, "0" * 32, mac().hex()[:31], mac().hex()])
def test_what_is_no_seal_fits_nothing_and_raises_nothing(given: str) -> None:
    assert not seals.fits(KEY, SAID, given)
