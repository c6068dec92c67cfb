"""A walk through open reports, with a spoken note at each."""
