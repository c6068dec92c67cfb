"""The process that decodes strangers' pictures: `python -m storage.picture_process`, spoken to over pipes.

It has little memory, may write no file, holds no secret, and ends when nobody asks or its parent is gone.
"""

import os
import resource
import select
import sys
from collections.abc import Callable
from typing import Any

from storage import picture_blur, picture_redraw
from storage.picture_helper import OUT_OF_MEMORY, read, write

# Private memory. With the libraries' own pages (about 40 MB) the process stays below 300 MB (D3).
MEMORY = 250 * 1024 * 1024
IDLE = 60.0  # seconds
LOOK_EVERY = 5.0  # seconds, whether the parent still lives

OPS: dict[str, Callable[[bytes], tuple[dict[str, Any], list[bytes]]]] = {
    "redraw": picture_redraw.redraw,
    "blur": picture_blur.blur,
}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _asked() -> bool:
    """Whether there is something to read; False when it is time to go."""
    parent, waited = os.getppid(), 0.0
    while waited < IDLE and os.getppid() == parent:
        if select.select([sys.stdin], [], [], LOOK_EVERY)[0]:
            return True
        waited += LOOK_EVERY
    return False


def main() -> None:
    """Answer until there is no more to answer."""
    _limit()
    blurred = False
    while _asked():
        try:
            told, files = read(sys.stdin.buffer)
            if told["op"] == "redraw" and blurred and picture_redraw.heavy(files[0]):
                return  # what OpenCV holds is missing for it; whoever asks starts a process anew
            blurred = blurred or told["op"] == "blur"
            answer, made = OPS[told["op"]](files[0])
            del files
        except EOFError:
            return
        except MemoryError:
            # What is left of the decoder's state nobody knows: a new process answers the next one.
            os._exit(OUT_OF_MEMORY)
        write(sys.stdout.buffer, answer, made)


if __name__ == "__main__":
    main()
