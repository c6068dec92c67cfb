"""The site as an app of the phone: its manifest, its service worker, the page shown without a network."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.messages import page
from routing.city import naming
from web import assets
from web.templates import make_environment

router = APIRouter(max_body_size=25 * 1024 * 1024)  # a shared photo comes here where no service worker runs
SHARED = "/bagikan"


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """What the phone calls the app, and that its share sheet may send photos here."""
    icon: Any = assets.static_url
    content = {
        "name": f"Sorot {naming.full_name()}", "short_name": "Sorot", "lang": "id", "id": "/",
        "start_url": "/", "scope": "/", "display": "standalone", "background_color": "#f4f7f9",
        "theme_color": "#0b4a66",
        "description": "Laporkan masalah di sekitar Anda dan pantau sampai selesai.",
        "icons": [
            {"src": icon("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": icon("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": icon("icon-maskable.png"), "sizes": "512x512", "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {"name": "Lapor", "url": "/#obrolan"}, {"name": "Peta", "url": "/peta"},
            {"name": "Lacak", "url": "/lacak"},
        ],
        "share_target": {
            "action": SHARED, "method": "POST", "enctype": "multipart/form-data",
            "params": {
                "title": "title", "text": "text",
                "files": [{"name": "foto", "accept": ["image/*"]}],
            },
        },
    }  # fmt: skip
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, media_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@router.get("/sw.js")
def worker() -> Response:
    """The service worker; another build of the front end is another worker."""
    head = {"Cache-Control": "no-cache"}
    return Response(_worker(tuple(_shell())), media_type="text/javascript; charset=utf-8", headers=head)


def _shell() -> list[str]:
    """What is kept so that the app opens without a network."""
    built = dict.fromkeys([*assets.files("base"), *assets.files("home")])
    return ["/", "/luring", *built, assets.static_url("icons.svg"), assets.static_url("logo.svg")]


@lru_cache(maxsize=2)
def _worker(shell: tuple[str, ...]) -> str:
    source = make_environment().get_template("portal/sw.js")
    version = hashlib.sha256(" ".join(shell).encode()).hexdigest()[:12]
    return source.render(version=version, shell=json.dumps(shell), shared=SHARED)


@router.get("/luring")
def offline(request: Request) -> Response:
    """What is shown of a page that is not there without a network."""
    return page(request, "portal/offline.html")


@router.post(SHARED)
def shared() -> Response:
    """A photo shared before the service worker runs cannot be kept: the chat asks for it."""
    return RedirectResponse("/#obrolan", status_code=303)
