"""Telegram: in by webhook (`routes`) or long polling (`polling`), out by `channel`."""
