"""Other people's programs: what calls them, and the keys they come with."""
