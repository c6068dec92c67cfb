"""Tables that officers take along as files."""
