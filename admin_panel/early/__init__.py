"""Early warnings: what would be sent to whom, two signatures, what came of it."""
