"""The city's configuration and the dead letters."""
