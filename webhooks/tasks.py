"""What the worker does for webhooks; the work itself is in the modules beside it."""

from celery import shared_task

from webhooks import alerts


@shared_task
def evaluate_alerts() -> None:
    """Beat's: looks at all endpoints at once."""
    alerts.evaluate()
