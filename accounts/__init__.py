"""Who signs in, and how: officers, passwords, sessions, and what slows down guessing."""
