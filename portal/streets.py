"""/peta/jalan: the city's own street map, one PMTiles file out of which browsers read the parts they show.

How the file is made: docs/map.md. Without SOROT_MAP there is no such address and pages name none.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

router = APIRouter()
HEADER = 127  # bytes of a PMTiles header, version 3
TILES_AT, VECTOR = 99, 1  # where a header says what its tiles are, and what it says of vector tiles
KEPT = "public, max-age=31536000, immutable"


def fault(path: Path) -> str | None:
    """What is wrong with the file, in words for whoever starts Sorot; None when it can be served."""
    try:
        with path.open("rb") as file:
            head = file.read(HEADER)
    except OSError as wrong:
        return f"{path} cannot be read ({wrong.strerror})"
    if len(head) < HEADER or head[:8] != b"PMTiles\x03":
        return f"{path} is no PMTiles file of version 3"
    if head[TILES_AT] != VECTOR:
        return f"{path} holds pictures, not vector tiles"
    return None


def address(path: Path | None) -> str:
    """Where pages find the map, another for every file; "" where there is none."""
    if path is None:
        return ""
    try:
        about = path.stat()
    except OSError:
        return ""
    return f"/peta/jalan/{_stamp(path, about.st_mtime_ns, about.st_size)}.pmtiles"


@lru_cache(maxsize=4)
def _stamp(path: Path, changed: int, size: int) -> str:
    """Of the header too: it holds the places of everything in the file."""
    with path.open("rb") as file:
        told = file.read(HEADER)
    return hashlib.sha256(told + f"{changed}:{size}".encode()).hexdigest()[:12]


@router.get("/peta/jalan/{stamp}.pmtiles")
def file(request: Request, stamp: str) -> Response:
    """The asked range of the file.

    Where it was exchanged, an older page gets the new one and keeps nothing: its reader sees it by the ETag.
    """
    path: Path | None = getattr(request.app.state, "street_map", None)
    current = address(path)
    if path is None or not current:
        raise HTTPException(404)
    kept = KEPT if current.endswith(f"/{stamp}.pmtiles") else "no-store"
    # Ranges are of the bytes as they lie there: nothing on the way may press them.
    headers = {"Cache-Control": kept, "Content-Encoding": "identity"}
    return FileResponse(path, media_type="application/vnd.pmtiles", headers=headers)
