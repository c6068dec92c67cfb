"""Who is in danger or asks for a human: heard at once, answered by a person."""
