"""One report: chat, photos, map, clock, history, and what an officer does with it."""
