"""The operator's desk: one queue of all that waits, the city's map beside it, and any day played again."""
