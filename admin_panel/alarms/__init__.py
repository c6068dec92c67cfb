"""The rules about what is measured, as sentences: changed, tried on the past, saved with a reason."""
