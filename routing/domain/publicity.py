"""What everybody may see of a report, as one rule."""

PLAIN = "biasa"
ANONYMOUS = "anonim"  # the name is hidden from everybody
SECRET = "rahasia"  # LAPOR's word: hidden from the public
ALARM = "sensor"  # a gauge's alert is the office's; residents hear of the water by warnings


def is_public(*, privacy: str, channel: str, shielded: bool) -> bool:
    """True when anybody who knows the number may see that the report exists, and how it stands.

    A report that accuses somebody, or tells of a victim, is shielded: an anonymous one is hidden too, since
    the accused would learn from it that somebody spoke. Whoever wants theirs public says so (`biasa`).
    """
    return privacy != SECRET and channel != ALARM and not (shielded and privacy == ANONYMOUS)


def at_filing(asked: str, *, shielded: bool) -> str:
    """The privacy a report begins with: secret where it is shielded and nothing else was asked for."""
    return SECRET if shielded and asked == PLAIN else asked
