"""What the public pages say, in Fluent (`id.ftl` first, `en.ftl` complete), as the reader chose."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from storage import fluent_files, written
from storage.clock import ZONE
from storage.written import KEPT
from web.templates import make_environment, render

FOLDER = Path(__file__).parent
USUAL = "id"
COOKIE = "sorot_bahasa"
YEAR = 365 * 24 * 3600  # seconds
LONG, SHORT, DAY = f"d MMMM y, HH.mm '{ZONE}'", "d MMM HH.mm", "d MMMM y"


_sayings = fluent_files.Sayings(FOLDER)


def use_own(sentences: Mapping[str, Mapping[str, str]]) -> None:
    """Show the city's own sentences in place of the delivered ones, in this process from now on."""
    if _sayings.use_own(sentences):
        _said.cache_clear()


def own_of(tongue: str) -> tuple[tuple[str, str], ...]:
    """The city's own sentences in this language: of what is kept drawn, a part of what it is kept by."""
    return tuple(sorted(_sayings.own_of(tongue).items()))


def tongues() -> frozenset[str]:
    """The languages there is a file for."""
    return fluent_files.locales(FOLDER)


def said(tongue: str, key: str, **values: Any) -> str:
    """The sentence; KeyError for a key that is in no catalogue."""
    return _said(tongue, key, tuple(values.items()))


@lru_cache(maxsize=KEPT, typed=True)
def _said(tongue: str, key: str, values: tuple[tuple[str, Any], ...]) -> str:
    """Kept: a page of figures says some eight hundred, and they seldom change."""
    bundle = _sayings.bundle(tongue)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise KeyError(key)
    text, _ = bundle.format_pattern(pattern, dict(values))
    return str(text)


def tongue_of(request: Request) -> str:
    """The language asked for in the address, else the one chosen before, else the city's own."""
    given = request.query_params.get("bahasa") or request.cookies.get(COOKIE, "")
    return given if given in tongues() else USUAL


def moment(tongue: str, shape: str = LONG) -> Callable[[datetime], str]:
    """How times are written in this language (by the city's clock)."""
    return lambda at: written.moment(at, shape, tongue)


def month_name(tongue: str, month: str) -> str:
    """ "Des" of "2025-12"."""
    return written.moment(datetime.strptime(f"{month}-15", "%Y-%m-%d").replace(tzinfo=UTC), "MMM", tongue)


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    """A page in the reader's language, with `t(key)`, `at(moment)`, `on(moment)` and `lang` to write it."""
    tongue = tongue_of(request)
    made = render(
        request, name, status=status, lang=tongue, t=lambda key, **more: said(tongue, key, **more),
        at=moment(tongue), on=moment(tongue, DAY), other_tongue="en" if tongue == USUAL else USUAL,
        here=_here(request), **values,
    )  # fmt: skip
    if request.query_params.get("bahasa") in tongues():
        secure = request.url.scheme == "https"
        made.set_cookie(COOKIE, tongue, max_age=YEAR, samesite="lax", secure=secure, path="/")
    made.headers["Vary"] = "Cookie"
    return made


def drawn(tongue: str, name: str, **values: Any) -> str:
    """A part of a page in this language, written from these values alone."""
    words = {
        "lang": tongue, "t": lambda key, **more: said(tongue, key, **more), "at": moment(tongue),
        "month_name": lambda month: month_name(tongue, month),
    }  # fmt: skip
    return make_environment().get_template(name).render(**words, **values)


def _here(request: Request) -> str:
    """This address, ready for one more parameter."""
    kept = request.url.remove_query_params("bahasa")
    return f"{kept.path}?{kept.query}&" if kept.query else f"{kept.path}?"
