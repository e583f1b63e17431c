"""Webhooks in the console: what is asked of them, how they stand, what was sent and answered."""
