"""The doors of push."""
