"""How long to wait after a failure: the one rule for messages, files, polling, brokers, services."""


def wait(failures: int, *, first: float = 2.0, longest: float = 900.0, chance: float = 0.0) -> float:
    """Seconds until the next try after so many failures: `first` after one, then doubled up to `longest`.

    chance: a random number in [0, 1); it shortens the wait by up to half, so that all that failed together
    do not come back together.
    """
    doubled = first * 2.0 ** min(max(failures, 1) - 1, 30)
    return min(doubled, longest) * (1 - chance / 2)
