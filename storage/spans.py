"""What is worth seeing in a trace, whoever traces: by default nobody, and a span is nothing at all.

Names and attributes are of the product's own words: never what somebody wrote, a number or an address.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Begin = Callable[[str, dict[str, str]], AbstractContextManager[Callable[[str, str], None]]]
NOTHING: AbstractContextManager[Callable[[str, str], None]] = nullcontext(lambda name, value: None)

_begin: Begin | None = None


def on_span(begin: Begin | None) -> None:
    """Who hears of this process's spans; None: nobody."""
    global _begin
    _begin = begin


def span(name: str, **told: str) -> AbstractContextManager[Callable[[str, str], None]]:
    """Around what is done: `with span("send", channel="telegram") as tell: … tell("outcome", "Sent")`."""
    return NOTHING if _begin is None else _begin(name, told)
