"""Parts of the configuration an admin changes: each a document read from the tables and written to them."""
