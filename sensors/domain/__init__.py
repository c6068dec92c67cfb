"""What a reading means, without database or network: its shape for every kind of thing, then by kind."""
