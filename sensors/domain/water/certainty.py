"""May residents be told of a level yet? An operator is told at once; residents are woken by two signs.

One reading can be a splash, a branch against the probe, or a gauge that somebody else speaks for. A level
that the water came to step by step was announced by the reading before it; a jump over a level needs a
second reading there, or another gauge of the same river that stands above normal too.
"""

STEP = 1  # one level at a time is how water rises
NEVER_WAITS = 3  # Siaga 3 and milder is told at once, as it always was


def is_sure(level: int, *, before: int, neighbour: bool) -> bool:
    """Whether `level` has its second sign.

    before: the level at which the gauge's earlier reading stood. neighbour: whether another gauge of the
    river stands at Siaga 3 or worse.
    """
    return level >= NEVER_WAITS or before - level <= STEP or neighbour
