"""/api/v1: the panel for officers' programs; the same rights, by token instead of a cookie."""
