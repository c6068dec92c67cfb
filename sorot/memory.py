"""How often Python looks for garbage in cycles, and what the C library keeps of freed memory.

Python looks after every 700 new objects, and from time to time through all there are. A start makes half a
million that stay: looking through them again and again was a fifth of its processor time.

What the C library keeps a restarted database left to grow (docs/reliability.md): every request in flight
fails at once then, on all threads. glibc gives each its own arena and keeps what is freed in them. Two arenas
hold less of it, and what lies free goes back to the system every minute. Other C libraries know neither call,
nor the trouble.
"""

import ctypes
import gc
from contextlib import suppress

OBJECTS = 50_000  # new ones between two looks: some ten megabytes
ARENAS = 2
GIVE_BACK_EVERY = 60.0  # seconds
_M_ARENA_MAX = -8  # of glibc's malloc.h


def seldom_looked_through() -> None:
    """Have this process look for garbage less often; to be called before it makes much."""
    gc.set_threshold(OBJECTS)


def few_arenas() -> None:
    """Have this process use few arenas; to be called before it starts threads."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give the system what lies free."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
