"""The dialogue: a pure function of (conversation, message, what is known). No I/O, no clock, no database."""
