"""Cameras: what a picture tells of the camera, who sees it how, addresses and playlists. Pure."""
