"""What waits for an endpoint that will not get it: held while it is disabled, cancelled when it is deleted.

What is just being written by others, and what is beyond the first 10,000, is left to the sweep: no backlog is
too long for a call.
"""

from typing import Final, LiteralString

from config.sql import rows
from webhooks.models import WAITING, DeliveryStatus

MOST: Final = 10_000
SETTLE: LiteralString = """
UPDATE webhooks_delivery SET status = %(to)s WHERE id IN (
  SELECT id FROM webhooks_delivery WHERE endpoint_id = %(endpoint)s AND status = ANY(%(of)s)
  LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""


def hold(endpoint_id: int) -> None:
    _settle(endpoint_id, WAITING, DeliveryStatus.HELD)


def cancel(endpoint_id: int) -> None:
    """Also what is held: nobody can recover it any more."""
    _settle(endpoint_id, (*WAITING, DeliveryStatus.HELD), DeliveryStatus.CANCELLED)


def _settle(endpoint_id: int, of: tuple[DeliveryStatus, ...], to: DeliveryStatus) -> None:
    rows(SETTLE, {"endpoint": endpoint_id, "of": [str(one) for one in of], "to": str(to), "most": MOST})
