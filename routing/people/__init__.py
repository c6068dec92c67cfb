"""One person: what is held about them, erasing it, misuse."""
