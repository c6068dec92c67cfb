"""A camera of this machine: pictures and an HLS stream, behind a password it asks for (Basic or Digest)."""

import base64
import io
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from tests.fakes.answering import source
from tests.servers import program

USER, PASSWORD = "pengawas", "rahasia-kamera"
HOST = "127.0.0.1"


def frame(seed: int = 1, *, black: bool = False) -> bytes:
    """A street's picture as a camera sends it: no two of different seeds are the same bytes."""
    dice = random.Random(seed)
    image = Image.new("RGB", (320, 180), (3, 3, 3) if black else (120, 140, 160))
    if not black:
        for _ in range(60):
            x, y = dice.randrange(300), dice.randrange(160)
            image.paste((dice.randrange(256), dice.randrange(256), 60), (x, y, x + 20, y + 14))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


class Cctv:
    """What it shows next; `headers` go with its pictures."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.picture, self.status, self.headers = frame(), 200, dict[str, str]()
        self.folder: Path | None = None
        self.digest, self.asked = False, list[str]()
        self.clock = ""  # its Date
        self.refusal = b""  # what it says beside asking for a password

    def address(self, path: str = "/gambar.jpg?kanal=1") -> str:
        """With its user and password."""
        return f"{self.url.replace('//', f'//{USER}:{PASSWORD}@')}{path}"

    def answer(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        request.date_time_string = lambda *_: self.clock
        said = request.headers.get("Authorization", "")
        right = f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"
        if self.digest and not said.startswith(f'Digest username="{USER}"'):
            ask = 'Digest realm="cctv", nonce="abc", qop="auth", algorithm=MD5'
            return 401, {"WWW-Authenticate": ask}, self.refusal
        if not self.digest and said != right:
            return 401, {"WWW-Authenticate": 'Basic realm="cctv"'}, self.refusal
        path = request.path.partition("?")[0]
        self.asked.append(path)
        if path == "/gambar.jpg":
            return self.status, {"Content-Type": "image/jpeg", **self.headers}, self.picture
        file = self.folder / Path(path).name if self.folder else None
        return (200, {}, file.read_bytes()) if file and file.exists() else (404, {}, b"")


@contextmanager
def cctv() -> Iterator[Cctv]:
    """A camera that answers."""
    made: list[Cctv] = []
    with source(lambda request: made[0].answer(request)) as server:
        made.append(Cctv(server.url))
        yield made[0]


def stream(folder: Path, seconds: int = 6) -> None:
    """An HLS stream in the folder: a list of one quality, its own list, pieces of two seconds."""
    subprocess.run(
        [program("ffmpeg", package="ffmpeg"), "-loglevel", "error", "-f", "lavfi", "-i",
         f"testsrc=size=320x180:rate=10:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast",
         "-profile:v", "baseline", "-b:v", "200k", "-pix_fmt", "yuv420p", "-g", "20", "-f", "hls",
         "-hls_time", "2", "-hls_list_size", "0", "-master_pl_name", "induk.m3u8",
         str(folder / "aliran.m3u8")],
        check=True,
    )  # fmt: skip
