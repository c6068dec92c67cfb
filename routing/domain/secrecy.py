"""Which reports everybody but who handles them is kept from."""

PLAIN, ANONYMOUS, SECRET = "biasa", "anonim", "rahasia"


def at_filing(asked: str, *, guarded: bool, accuses: bool) -> str:
    """The privacy a report begins with: secret where it is delicate and nothing else was asked for."""
    return SECRET if asked == PLAIN and (guarded or accuses) else asked


def hidden(privacy: str, *, guarded: bool) -> bool:
    """True when the report's page opens by its private key alone.

    Anonymity hides who wrote; in a guarded matter that alone would still show the accused that somebody did.
    """
    return privacy == SECRET or (guarded and privacy == ANONYMOUS)
