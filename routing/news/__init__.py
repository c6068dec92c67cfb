"""What officers are told: gathered from the event log, kept as rows, taken out of the panel by who sends."""
