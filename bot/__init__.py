"""The conversation: understood on every channel, answered in the same chat."""
