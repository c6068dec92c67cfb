"""The page of a city that begins empty: shown once, behind a key printed at the start."""
