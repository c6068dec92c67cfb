"""What the command centre and the mayor are told: the morning letter, the brief, shifts, meetings."""
