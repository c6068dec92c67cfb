"""Feeds of agencies: fetched or handed in, read by their description, kept as figures."""
