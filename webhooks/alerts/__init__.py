"""What an operator should know of an endpoint: found by rules or raised at once, and over by itself."""

from webhooks.alerts.evaluating import evaluate
from webhooks.alerts.raising import Finding, open_alert, raise_all

__all__ = ["Finding", "evaluate", "open_alert", "raise_all"]
