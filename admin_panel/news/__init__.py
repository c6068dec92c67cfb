"""What an officer is told, and how they choose to hear of it."""
