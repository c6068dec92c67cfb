"""Addresses of the built front end, read from Vite's manifest."""

import hashlib
import json
import logging
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "manifest.json"
log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def manifest(path: Path = MANIFEST) -> dict[str, Any]:
    """Vite's manifest; empty, with an error in the log, when the front end was never built."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        log.error("the front end is not built (%s is missing): run ./dev setup", path)
        return {}


def asset(name: str) -> Markup:
    """Link and script tags of the entry `frontend/src/entries/<name>.js`."""
    entries = manifest()
    entry = entries.get(f"src/entries/{name}.js")
    if entry is None:
        return Markup("")
    chunks = _chunks(entries, entry)
    sheets = [css for part in (entry, *chunks) for css in part.get("css", [])]
    preloads = [chunk["file"] for chunk in chunks]
    tags = [f'<link rel="stylesheet" href="/static/{escape(css)}">' for css in dict.fromkeys(sheets)]
    tags += [f'<link rel="modulepreload" href="/static/{escape(file)}">' for file in preloads]
    tags.append(f'<script type="module" src="/static/{escape(entry["file"])}"></script>')
    return Markup("\n".join(tags))  # noqa: S704 - every value was escaped above


def files(name: str) -> list[str]:
    """Addresses of everything the entry needs at once: scripts, styles, the font."""
    entries = manifest()
    entry = entries.get(f"src/entries/{name}.js")
    if entry is None:
        return []
    parts = (entry, *_chunks(entries, entry))
    found = [one for part in parts for one in (part["file"], *part.get("css", []), *part.get("assets", []))]
    return [f"/static/{file}" for file in dict.fromkeys(found)]


def _chunks(entries: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The chunks an entry imports statically, each once, in load order."""
    found: dict[str, dict[str, Any]] = {}
    for key in entry.get("imports", []):
        for chunk in (*_chunks(entries, entries[key]), entries[key]):
            found.setdefault(chunk["file"], chunk)
    return list(found.values())


def font() -> str:
    """The address of the page font, to be fetched early; empty when not built."""
    entry = manifest().get("src/entries/base.js", {})
    fonts = [file for file in entry.get("assets", []) if file.endswith(".woff2")]
    return f"/static/{fonts[0]}" if fonts else ""


@lru_cache(maxsize=64)
def _stamped(name: str, path: str, _changed: int) -> str:
    return f"/static/{name}?v={hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8]}"


def static_url(name: str) -> str:
    """The address of an unhashed static file with its content's stamp, so that browsers fetch a new one."""
    path = f"{STATIC}/{name}"  # a Path costs more than the look, thirty times a page
    try:
        return _stamped(name, path, os.stat(path).st_mtime_ns)  # noqa: PTH116
    except FileNotFoundError:
        return f"/static/{name}"


def icon(name: str, classes: str = "") -> Markup:
    """A Lucide icon by name, hidden from screen readers: the words beside it carry the meaning."""
    return _drawn(name, classes, static_url("icons.svg"))


@lru_cache(maxsize=1024)
def _drawn(name: str, classes: str, sprite: str) -> Markup:
    """Kept: a page draws some thirty."""
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        classes, sprite, name
    )
