"""The table of doors of the messages."""
