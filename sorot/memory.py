"""What the C library keeps of freed memory, which a restarted database left to grow (docs/reliability.md).

Every request in flight fails at once then, on all threads: glibc gives each its own arena and keeps what is
freed in them. Two arenas hold less of it, and what lies free goes back to the system every minute. Other C
libraries know neither call, nor the trouble.
"""

import ctypes
from contextlib import suppress

ARENAS = 2
GIVE_BACK_EVERY = 60.0  # seconds
_M_ARENA_MAX = -8  # of glibc's malloc.h


def few_arenas() -> None:
    """Have this process use few arenas; to be called before it starts threads."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give the system what lies free."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
