"""The rules of who answers: read, changed, tried, saved, restored."""
