"""The table of doors of this floor."""
