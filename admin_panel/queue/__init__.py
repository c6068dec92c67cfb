"""The dinas' own queue."""
