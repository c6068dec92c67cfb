"""The Patriot Operation Center's wall: the whole city at a glance."""
