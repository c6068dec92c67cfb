"""The officers' faces: sign-in, queue, report page, POC, configuration."""
