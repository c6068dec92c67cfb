"""What everybody may see of a report, as one rule."""

SECRET = "rahasia"  # LAPOR's word: hidden from the public
ALARM = "sensor"  # a gauge's alert is the office's; residents hear of the water by warnings


def is_public(*, privacy: str, channel: str) -> bool:
    """True when anybody who knows the number may see that the report exists, and how it stands."""
    return privacy != SECRET and channel != ALARM
