"""Cameras: list, wall, one camera, live, evidence; and the register for admins."""
