"""The operators' desk and the offices' weekly meetings."""
