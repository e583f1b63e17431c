"""Vendors' servers for tests and the demo. They speak the wire, and know nothing of our code."""
