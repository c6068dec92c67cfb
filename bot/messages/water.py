"""The three answers to "has the water come in?", as buttons under a flood warning."""

from collections.abc import Callable

from bot.dialogue.types import Button

# As stored: the button's title, and what is said to who pressed it.
DEPTHS = {
    "belum": ("btn-water-none", "water-none"),
    "rendah": ("btn-water-low", "water-low"),
    "tinggi": ("btn-water-high", "water-high"),
}


def buttons(said: Callable[[str], str]) -> tuple[Button, ...]:
    """Dry, below the knee, knee-deep or more."""
    return tuple(Button(f"air:{depth}", said(title)) for depth, (title, _) in DEPTHS.items())
