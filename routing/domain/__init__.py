"""The rules of routing as pure functions: no database, no clock, no web."""
