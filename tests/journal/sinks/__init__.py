"""Sinks as another app would bring them."""
