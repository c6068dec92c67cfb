"""What an office has ready to say."""
