"""How an office shares out its work, and who stands in for whom."""
