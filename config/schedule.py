"""What beat does and how often: sweeps and retention. Losing a beat costs only time."""

from typing import Any


def _every(seconds: float, task: str) -> dict[str, Any]:
    """A turn that no worker took before the next one comes is dropped, so that turns never pile up."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE: dict[str, dict[str, Any]] = {
    "worker heartbeat": _every(5.0, "config.tasks.heartbeat"),
    "journal sweep": _every(5.0, "journal.tasks.dispatch"),
    "journal retention": _every(3600.0, "journal.tasks.prune"),
    "old sessions": _every(3600.0, "accounts.tasks.prune"),
    "webhook sweep": _every(5.0, "webhooks.tasks.sweep"),
    "webhook retention": _every(3600.0, "webhooks.tasks.prune"),
    "push receipts": _every(5.0, "push.tasks.read_receipts"),
    "push sweep": _every(5.0, "push.tasks.sweep"),
    "push retention": _every(3600.0, "push.tasks.prune"),
    "push expansion": _every(2.0, "push.tasks.expand"),
    "batch-sends": _every(5.0, "im.tasks.batch_send"),
    "rings in large groups": _every(5.0, "im.tasks.ring_members"),
    "revoked messages": _every(3600.0, "im.tasks.purge"),
    "webhook alerts": _every(10.0, "webhooks.tasks.evaluate_alerts"),
    "chat statistics": _every(10.0, "im.tasks.count"),
    "who is online": _every(300.0, "im.tasks.note_online"),
    "exports": _every(2.0, "console.tasks.export"),
    "export retention": _every(3600.0, "console.tasks.prune_exports"),
    "deleted accounts": _every(5.0, "im.tasks.depart"),
}
