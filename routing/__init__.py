"""What becomes of a report: who answers for it, by when, and everything that changes it."""
