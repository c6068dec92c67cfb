"""What agencies count, as pure decisions: cells, tables, descriptions, and how a feed stands."""
