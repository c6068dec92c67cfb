"""Rules about what is measured: what they say, and when they hold. Pure."""
