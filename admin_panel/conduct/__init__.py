"""Residents who abuse the service: looked at, blocked, let in again."""
