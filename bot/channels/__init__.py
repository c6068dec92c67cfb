"""The ways in and out: a channel turns its platform's updates into `Incoming`, a `Reply` into messages."""
