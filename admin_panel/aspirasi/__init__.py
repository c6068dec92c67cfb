"""What residents propose: by theme, over time, in their words."""
