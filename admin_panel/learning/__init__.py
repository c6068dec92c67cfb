"""What the model learns from, and whether it is taken."""
