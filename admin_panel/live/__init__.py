"""The live line of the officers' screens."""
