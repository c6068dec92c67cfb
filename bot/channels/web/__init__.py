"""The web chat: the same dialogue in a browser; needs no token and no internet."""
