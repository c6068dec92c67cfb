"""How many cameras' pictures a minute one worker takes in: `python -m benchmarks.cameras [PICTURES]`.

The camera is a server of this machine that sends 1920 x 1080 JPEGs of noise over drawn blocks, each another;
everything else is the product's: fetched, decoded in the picture process, judged, stored, noted in SQLite.
"""

import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from sensors.cameras import register
from sensors.cameras.register import AddressSeal, CameraSaid
from sensors.cameras.snapping import Snapper
from storage import clock, db, picture_blur, picture_redraw
from storage.media import FolderStore
from storage.outside import MayCall, networks_of
from tests.fakes.answering import source

SECRET = "a key of at least thirty-two characters"
HERE = MayCall(networks_of("127.0.0.0/8"))


def street(seed: int) -> bytes:
    """A picture about as large as a camera's."""
    dice = random.Random(seed)
    image = Image.effect_noise((1920, 1080), 18).convert("RGB")
    for _ in range(200):
        x, y = dice.randrange(1880), dice.randrange(1040)
        image.paste((dice.randrange(256), dice.randrange(256), 90), (x, y, x + 40, y + 40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def main(many: int) -> None:
    """Print pictures a minute, and what one takes of computing."""
    frames = [street(seed) for seed in range(8)]
    with tempfile.TemporaryDirectory() as folder, source(
        lambda request: (200, {}, frames[hash(request.path) % 8])
    ) as server:  # fmt: skip
        db.configure(f"sqlite:///{folder}/sorot.db")
        db.create_schema()
        with db.transaction() as tx:
            for number in range(many):
                said = CameraSaid(f"Kamera {number}", -6.2, 106.9, snapshot=f"{server.url}/{number}.jpg")
                seal = AddressSeal(SECRET, HERE)
                register.make(tx, f"cam-{number}", said, seal, actor="sistem", now=clock.now())
        snapper = Snapper(FolderStore(Path(folder) / "media"), SECRET, HERE)
        began, done = time.monotonic(), 0
        while done < many:
            done += snapper.run_due(clock.now)
        took = time.monotonic() - began
        size = sum(len(frame) for frame in frames) / len(frames) / 1000
        print(
            f"{many} pictures of 1920 x 1080, {size:.0f} KB each: {took:.1f} s, "
            f"{many / took * 60:.0f} a minute"
        )
    clean = picture_redraw.redraw(frames[0])[1][0]
    print(f"of computing: {_cost(lambda: picture_redraw.redraw(frames[1]))} ms to decode and redraw one, "
          f"{_cost(lambda: picture_blur.blur(clean))} ms to hide faces in one")  # fmt: skip


def _cost(deed: Callable[[], object]) -> int:
    deed()
    began = time.process_time()
    for _ in range(5):
        deed()
    return round((time.process_time() - began) / 5 * 1000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
