"""Figures of an officer's own field of work."""
