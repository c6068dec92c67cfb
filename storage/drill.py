"""Whether all that happens here is a drill: said once at start (SOROT_DRILL), marked wherever it is seen."""

_on = False


def use(on: bool) -> None:
    """For the whole process."""
    global _on
    _on = on


def on() -> bool:
    """Pages, warnings, events and CAP messages say so."""
    return _on
