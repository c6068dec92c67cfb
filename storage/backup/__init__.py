"""Everything the product keeps, in encrypted files, and back: onto an empty machine, either database."""
