"""What the worker does for IM; the work itself is in the slices' actions."""

from celery import shared_task

from im.messages.actions import purge_revoked


@shared_task
def purge() -> None:
    while purge_revoked():
        pass
