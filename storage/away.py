"""Whether a failure is the database's place and not our message: no server, no space, no disk.

Such a failure says nothing about what was being written: it is tried again however often it happens.
"""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

# SQLSTATE: connection; insufficient resources; of operator intervention that a server comes and goes.
_POSTGRESQL = ("08", "53", "57P")
_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")


def is_away(failure: BaseException) -> bool:
    """True when the database could not be reached, or cannot write anything at the moment."""
    if not isinstance(failure, DBAPIError):
        return False
    if failure.connection_invalidated:
        return True
    cause = failure.orig
    if isinstance(cause, sqlite3.Error):
        return str(getattr(cause, "sqlite_errorname", "")).startswith(_SQLITE)
    if isinstance(cause, psycopg.Error):
        # No connection at all has no SQLSTATE: nobody was there to give one.
        state = cause.sqlstate
        return state.startswith(_POSTGRESQL) if state else isinstance(cause, psycopg.OperationalError)
    return False
