"""The city's data: what agencies deliver, the register of it, and the indicators."""
