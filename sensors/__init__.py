"""Gauges: readings come in by MQTT, HTTP or file, are judged, and raise alerts in the one queue."""
