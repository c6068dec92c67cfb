"""Officers at work in their own chat: what they may know there, what is said, and what is done for them."""
