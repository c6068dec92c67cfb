"""The proof that the event log is whole: a Merkle tree over all events, and signed heads of it."""
