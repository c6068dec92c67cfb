"""Is the service itself well? What is looked at, what is wrong, and who is told: judged in one place."""
