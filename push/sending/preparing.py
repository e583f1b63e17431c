"""What is due becomes messages: who is not rung any more, what the others are told, who shares a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson
import structlog

from push import credentials, receipts
from push.asking import Standing, Unread, chat
from push.composing import compose
from push.models import DeliveryStatus as Status
from push.models import Vendor
from push.sending import due as reasons
from push.sending.due import Batch, Due, Result
from push.vendors.contract import Access, Message
from push.vendors.registry import VENDORS
from push.waking import LaneKey

HINTS = {
    credentials.NOT_CONFIGURED: "The app has no enabled credential for this vendor.",
    credentials.UNREADABLE: "No key in ENCRYPTION_KEYS opens this credential: set it anew.",
}
NOTHING = Standing(0)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`results`: of those that are not sent at all."""

    access: Access | None
    batches: list[Batch]
    results: list[Result]


def prepare(lane: LaneKey, dues: Sequence[Due], now: float) -> Prepared:
    access = credentials.access(*lane)
    missing = "" if access else credentials.why_not(*lane) or credentials.NOT_CONFIGURED
    refused = [result for due in dues if (result := _refused(due, missing, now))]
    gone = {result.due.delivery for result in refused}
    left = [due for due in dues if due.delivery not in gone]
    standings = _standings(lane[0], left)
    for due in left:
        if why := standings.get(due.delivery, NOTHING).unwanted:
            refused.append(Result(due, Status.CANCELLED, why))
            gone.add(due.delivery)
    batches: list[Batch] = []
    groups, broken = _groups(lane, [due for due in left if due.delivery not in gone], standings, now)
    most = VENDORS[Vendor(lane[1]).credential].MOST if groups else 1
    for message, together in groups:
        batches += (_batch(message, together[at : at + most]) for at in range(0, len(together), most))
    return Prepared(access, batches, refused + broken)


def _refused(due: Due, missing: str, now: float) -> Result | None:
    if due.unfit:
        return Result(due, Status.CANCELLED, due.unfit)
    if due.told.cancelled:
        return Result(due, Status.CANCELLED, reasons.TASK_CANCELLED)
    if now >= due.told.end:
        return Result(due, Status.EXPIRED, reasons.EXPIRED)
    if missing:
        return Result(due, Status.FAILED, missing, hint=HINTS[missing])
    return None


def _standings(app_id: int, dues: Sequence[Due]) -> dict[int, Standing]:
    """Of what is about a chat's message, and of what shows how much is unread."""
    asked: list[Unread] = []
    asking: list[int] = []
    for due in dues:
        told = due.told
        badge = (told.content.get("notification") or {}).get("badge")
        if told.chat or isinstance(badge, str) or told.options.get("preview"):
            asking.append(due.delivery)
            place = told.chat or {}
            conversation = place.get("conversationId")
            asked.append(
                Unread(
                    app_id,
                    due.user_id,
                    int(conversation) if conversation else None,
                    int(place.get("seq") or 0),
                )
            )
    return dict(zip(asking, chat().standings(asked), strict=True)) if asked else {}


def _groups(
    lane: LaneKey, dues: Sequence[Due], standings: Mapping[int, Standing], now: float
) -> tuple[list[tuple[Message, list[Due]]], list[Result]]:
    """Whoever gets the same message is together; its `push_id` comes with the request."""
    groups: dict[tuple[int, bytes], tuple[Message, list[Due]]] = {}
    known: dict[tuple[int, str, bool, int], list[Due]] = {}
    broken: list[Result] = []
    for due in dues:
        badge = _badge(due, standings.get(due.delivery, NOTHING))
        look = (due.notice, due.locale, due.hide_preview, badge)
        together = known.get(look)
        if together is None:
            try:
                message = _message(due, lane, badge, now)
            except Exception:  # what nobody can be told harms no other
                log.exception("push.not_composed", notice=due.notice)
                broken.append(Result(due, Status.FAILED, reasons.REFUSED))
                continue
            _, together = groups.setdefault((due.notice, orjson.dumps(message)), (message, []))
            known[look] = together
        together.append(due)
    return list(groups.values()), broken


def _badge(due: Due, standing: Standing) -> int:
    """What the user has not read, or what whoever told of it says that he has not."""
    known: int | None = due.told.options.get("unread", {}).get(due.user_id)
    return standing.badge if known is None else known


def _message(due: Due, lane: LaneKey, badge: int, now: float) -> Message:
    told = due.told
    return compose(
        told.content,
        told.options,
        push_id="",
        task_id=str(due.notice),
        vendor=lane[1],
        locale=due.locale,
        badge=badge,
        hide_preview=due.hide_preview,
        seconds_left=told.expires_at - now,
        receipt_url=receipts.receipt_url(*lane),
    )


def _batch(message: Message, dues: Sequence[Due]) -> Batch:
    name = str(dues[0].delivery) if len(dues) == 1 else f"t{dues[0].notice}"
    return Batch(replace(message, push_id=name), dues)
