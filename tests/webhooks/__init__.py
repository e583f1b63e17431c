"""Webhooks, endpoint by endpoint and promise by promise."""
