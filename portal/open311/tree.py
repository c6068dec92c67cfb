"""An answer in the format that was asked for, refusals included: a tree of dicts and lists as JSON or XML."""

import json
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from storage.limits import TooMany

XML, JSON = "xml", "json"
KINDS = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}
# XML knows no others, whatever was written.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SENTENCES = {
    404: "There is no such resource.",
    405: "This resource does not take that method.",
    413: "What was sent is too large.",
    422: "A parameter cannot be read.",
    429: "Too many requests; wait for as long as Retry-After says.",
}


class Declined(Exception):
    """A request that cannot be answered: the HTTP status, and one sentence a programmer reads."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


def answer(
    form: str, content: Any, *, root: str, item: str = "", status: int = 200, exact: bool = False
) -> Response:  # fmt: skip
    """`content` in the form "xml" or "json". root, item: names XML gives to the whole and to a list's parts.

    exact: the Content-Type without its charset, which discovery's readers compare letter by letter.
    """
    kind = KINDS[form].partition(";")[0] if exact else KINDS[form]
    body = written(content, root, item) if form == XML else _json(content)
    return Response(body, status, {"Content-Type": kind, **OPEN_TO_ALL})


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def written(content: Any, root: str, item: str = "") -> bytes:
    """The tree as XML (UTF-8)."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + _element(root, content, item).encode("utf-8")


# What a list's parts are called, by the list's name.
_PARTS = {
    "attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format",
    "groups": "group", "extended_attributes": "extended_attribute",
}  # fmt: skip


def _element(name: str, value: Any, item: str = "") -> str:
    if isinstance(value, Mapping):
        inner = "".join(_element(key, part) for key, part in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        inner = "".join(_element(item or _PARTS.get(name, "item"), part) for part in value)
    else:
        inner = escape(_UNWRITABLE.sub("", _plain(value)))
    return f"<{name}>{inner}</{name}>"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def refused(form: str, code: int, description: str, *, retry_after: int = 0) -> Response:
    """The standard's error document."""
    content = [{"code": code, "description": description}]
    response = answer(form, content, root="errors", item="error", status=code)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def form_of(request: Request) -> str:
    """The form an address asks for by its ending; XML, which every server has, where it asks for none."""
    return JSON if request.url.path.endswith(".json") else XML


class Open311Route(APIRoute):
    """A route that refuses in the standard's words, whoever refuses."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler with its refusals written down."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except Declined as no:
                return refused(form_of(request), no.code, no.description, retry_after=no.retry_after)
            except TooMany as much:
                return refused(form_of(request), 429, SENTENCES[429], retry_after=much.wait)
            except RequestValidationError:
                return refused(form_of(request), 400, SENTENCES[422])
            except HTTPException as other:
                return refused(form_of(request), other.status_code, SENTENCES.get(other.status_code, ""))

        return handler
