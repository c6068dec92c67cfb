"""The city itself, changed by an admin: its parts, their versions, and all of it as a file."""
