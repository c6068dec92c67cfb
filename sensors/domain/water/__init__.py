"""What is water's alone: alert levels, thresholds, and the faults of a gauge in a river."""
