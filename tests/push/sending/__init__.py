"""The engine that sends pushes, promise by promise."""
