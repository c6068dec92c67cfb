"""Surat pagi: what the mayor reads on her phone."""
