"""The city's warnings for other people's programs."""
