"""Makes deliveries of notices whose time has come, or whose audience is described: in steps, by a worker.

A notice is worked on under a lease, and each step is one transaction that moves the notice's cursor with what
it writes: whoever dies in the middle leaves a whole number of steps, and another goes on from there.
"""

from time import monotonic
from typing import Any, Final, LiteralString
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from config.sql import rows
from journal import doorbell
from push import audiences
from push.models import Notice
from push.planning import Plan, Terms, terms_of
from push.queueing import queue

TASK: Final = "push.tasks.expand"
LEASE: Final = 30.0  # seconds; a step takes a fraction of one
TURN: Final = 2.0  # then it is the next notice's turn
SHIFT: Final = 20.0

# The one that has waited longest since somebody worked on it.
CLAIM: LiteralString = """
UPDATE push_notice SET status = 'EXPANDING', lease = %(lease)s, updated_at = statement_timestamp(),
  lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
WHERE id = (
  SELECT id FROM push_notice
  WHERE status IN ('SCHEDULED', 'EXPANDING') AND send_at <= statement_timestamp()
    AND (lease_until IS NULL OR lease_until <= statement_timestamp())
  ORDER BY updated_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""
# Only while it is still ours, and where we left it; a cancelled one is nobody's.
ADVANCE: LiteralString = """
UPDATE push_notice SET after = %(after)s, status = %(status)s, updated_at = statement_timestamp(),
  lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
WHERE id = %(notice)s AND lease = %(lease)s AND status = 'EXPANDING' AND after = %(before)s
RETURNING id
"""
LEAVE: LiteralString = """
UPDATE push_notice SET lease = '', lease_until = NULL
WHERE id = %(notice)s AND lease = %(lease)s AND status = 'EXPANDING'
"""


def ring() -> None:
    doorbell.ring_for(TASK)


def expand_some() -> int:
    """What is due, in turns; answers how many steps were made. Other work of the worker comes in between."""
    until, steps = monotonic() + SHIFT, 0
    while (lease := uuid4().hex) and (claimed := rows(CLAIM, {"lease": lease, "seconds": LEASE})):
        steps += _turn(Notice.objects.get(pk=claimed[0][0]), lease)
        if monotonic() > until:
            ring()
            break
    return steps


def _turn(notice: Notice, lease: str) -> int:
    until, steps = monotonic() + TURN, 0
    while steps == 0 or monotonic() < until:
        steps += 1
        if _step(notice, lease):
            return steps
    rows(LEAVE, {"notice": notice.pk, "lease": lease})
    return steps


def _step(notice: Notice, lease: str) -> bool:
    """Whether that was the last: there are no more, or it is not ours any more."""
    plan, after, done = _next(notice)
    values: dict[str, Any] = {"notice": notice.pk, "lease": lease, "seconds": LEASE}
    values |= {"before": notice.after, "after": after, "status": "QUEUED" if done else "EXPANDING"}
    with transaction.atomic():
        if not rows(ADVANCE, values):
            return True
        queue(notice, plan)
    notice.after = after
    return done


def _next(notice: Notice) -> tuple[Plan, int, bool]:
    """Who is next, by what is true now and not when the notice was made."""
    if audiences.is_named(notice.audience):
        user_ids = audiences.users_of(notice.app_id, notice.audience)
        plan = audiences.named(notice.app_id, notice.audience, _terms(notice, user_ids))
        return plan, notice.after, True
    voip = terms_of(notice.content, notice.options, notice.send_at).voip
    step = audiences.step(notice.app_id, notice.audience, after=notice.after, voip=voip)
    user_ids = list({candidate.user_id for candidate in step.candidates})
    plan = audiences.planned(notice.app_id, step.candidates, _terms(notice, user_ids))
    return plan, step.after, step.done


def _terms(notice: Notice, user_ids: list[str]) -> Terms:
    there = notice.options.get("onlyOffline", False)
    sockets = audiences.sockets(notice.app_id, user_ids) if there else {}
    return terms_of(notice.content, notice.options, timezone.now(), sockets=sockets)
