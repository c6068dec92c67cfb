"""What a reading means, without database or network: quality, alert levels, units, payloads, thresholds."""
