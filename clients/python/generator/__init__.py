"""The generator's parts. Not in the wheel."""
