"""Public pages: what this is, the chat, and tracking a report."""
