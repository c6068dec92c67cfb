"""What the city can be held to: the chain of events, requests about personal data, breaches."""
