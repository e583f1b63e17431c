"""Operators: how they come in, what they set for themselves, and who manages whom."""
