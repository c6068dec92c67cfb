"""Events (kejadian): their list and a page each."""
