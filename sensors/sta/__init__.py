"""The SensorThings door (OGC 18-088, version 1.1): /sta/v1.1."""
