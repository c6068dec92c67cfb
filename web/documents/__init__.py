"""Files for people: tables."""
