"""The tab of a message that says why somebody did not get it, and all that became of it on one time line."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from config.console.ledger import number_of
from config.console.panels import Panel
from console.messages import timeline
from console.messages.answering import answer
from console.messages.known import Known
from console.messages.people import people
from console.messages.receiving import Receiver, notices_of, others, receiver
from console.messages.timeline import Step
from console.messages.tracing import Trace, traces
from im.conversations.models import ChatType, Conversation
from im.messages.models import Message, MessageRevision
from im.messages.receipts import receipts_of
from im.moderation.models import Flagged
from im.offline.models import OfflineJob
from journal.models import Operation
from push.models import Delivery, DeviceLog, LogEvent, Notice
from webhooks.models import Endpoint, Mode

BEFORE_SEND: Final = "message.before_send"
EDITS: Final = 50
LOGGED: Final = ("MESSAGE_REVOKE", "MESSAGE_EDIT", "MESSAGE_SEND_AS")


def context(request: HttpRequest, message: Message) -> dict[str, Any]:
    asked = request.GET.get("who", "").strip()[:64].replace("\0", "")
    name = asked or next(iter(others(message)), "")
    edits = [*MessageRevision.objects.filter(message=message).order_by("-revision")[:EDITS]][::-1]
    found = traces(message, [row.replaced_at for row in edits])
    notices = notices_of(message)
    who = receiver(message, name, notices) if name else None
    steps = _steps(message, who, found, notices, edits)
    upto = _told_upto(message, found)
    return {
        "message": message,
        "who": who,
        "asked": name,
        "answer": answer(Known(message, who, found, notices, upto)) if who else None,
        "steps": sorted(steps, key=lambda step: (step.at, step.place)),
        "is_ringing": upto is not None,
        **_of_group(request, message),
    }


def _told_upto(message: Message, found: Sequence[Trace]) -> int | None:
    sent = [trace.id for trace in found if trace.id and trace.type == "message.sent"]
    if message.chat_type != ChatType.GROUP or not sent:
        return None
    return OfflineJob.objects.filter(event_id__in=sent).values_list("after", flat=True).first()


def _steps(
    message: Message,
    who: Receiver | None,
    found: Sequence[Trace],
    notices: Sequence[Notice],
    edits: Sequence[MessageRevision],
) -> list[Step]:
    target = Operation.objects.filter(app_id=message.app_id, target_id=str(message.pk), action__in=LOGGED)
    operations = list(target.order_by("created_at", "id")[:EDITS])
    flags = Flagged.objects.filter(app=message.app_id, target_id=str(message.pk), kind="MESSAGE")
    moderators = Endpoint.objects.filter(
        app=message.app_id, mode=Mode.BEFORE, enabled=True, deleted_at=None, events__contains=[BEFORE_SEND]
    )
    steps = [
        timeline.received(message, operations),
        timeline.checked(message, list(flags[:EDITS]), list(moderators)),
        timeline.written(message),
    ]
    steps += [timeline.told(trace, message) for trace in found]
    steps += [timeline.edited(row, row.revision + 1) for row in edits]
    if message.revoked_at is not None:
        steps.append(timeline.revoked(message, message.revoked_at))
    steps += [timeline.logged(entry) for entry in operations]
    if who is not None:
        steps += [timeline.rung(entry) for entry in who.logs]
        steps += timeline.seen(who, message)
    else:
        steps += _announced(notices)
    return steps


def _announced(notices: Sequence[Notice]) -> list[Step]:
    """What became of all pushes together, by the indexes of a notice."""
    keys = [notice.pk for notice in notices]
    pushes: dict[int, Counter[str]] = {key: Counter() for key in keys}
    skipped: dict[int, Counter[str]] = {key: Counter() for key in keys}
    if keys:
        by_status = Delivery.objects.filter(notice__in=keys).values_list("notice_id", "status")
        for key, status, number in by_status.annotate(number=Count("pk")).order_by():
            pushes[key][status] = number
        logs = DeviceLog.objects.filter(
            app_id=notices[0].app_id, notice_id__in=keys, event=LogEvent.SKIPPED
        ).annotate(why=KeyTextTransform("reason", "detail"))
        for key, why, number in logs.values_list("notice_id", "why").annotate(number=Count("pk")).order_by():
            skipped[key or 0][why or ""] = number
    return [timeline.announced(notice, pushes[notice.pk], skipped[notice.pk]) for notice in notices]


def _of_group(request: HttpRequest, message: Message) -> dict[str, Any]:
    if message.chat_type != ChatType.GROUP:
        return {}
    conversation = Conversation.objects.get(pk=message.conversation_id)
    shown = [{"seq": message.seq, "fromId": message.from_id}]
    after = number_of(request.GET.get("after", "")) or 0
    path = f"{request.path}?{urlencode({'tab': WHY.name})}"
    table, further = people(message, after, path)
    return {
        "counts": receipts_of(conversation, shown).get(message.seq),
        "people": table,
        "further": further,
    }


WHY = Panel("why", _("Why?"), context, "console/messages/why.html")
