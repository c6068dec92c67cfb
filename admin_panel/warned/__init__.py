"""What the ladder of deadlines tells an officer."""
