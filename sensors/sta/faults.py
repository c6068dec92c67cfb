"""What the SensorThings door refuses, and the sentence a program reads about it."""


class StaFault(Exception):
    """A refusal with its HTTP status; nothing was changed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def bad(message: str) -> StaFault:
    """The request cannot be understood (400)."""
    return StaFault(400, message)


def missing(what: str) -> StaFault:
    """There is no such entity or path (404)."""
    return StaFault(404, f"Nothing found: {what}")
