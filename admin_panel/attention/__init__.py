"""Atensi: what the mayor asks a head, its clock, its steps and the answer."""
