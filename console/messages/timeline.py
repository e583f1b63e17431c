"""The steps of a message's life in the order of time, each with what is known of it and where to read on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from config.console.cells import Cell, Kind
from console.messages.receiving import Receiver
from console.messages.tracing import Trace
from im.messages.models import Message, MessageRevision
from im.moderation.models import Flagged
from journal.models import Operation
from push.console.reasons import why
from push.console.timeline import steps
from push.models import DeviceLog, Notice
from push.told import REVOKE
from webhooks.models import DeliveryStatus, Endpoint


@dataclass
class Step:
    """`notes`: each a line. `place` puts steps of one moment in order."""

    at: datetime
    title: str
    notes: list[Cell] = field(default_factory=list)
    kind: Kind = ""
    icon: str = "radio_button_checked"
    place: int = 0


WEBHOOK_KINDS: dict[str, Kind] = {
    DeliveryStatus.SUCCESS: "success",
    DeliveryStatus.DEAD: "danger",
    DeliveryStatus.RETRYING: "warning",
    DeliveryStatus.HELD: "warning",
}


def received(message: Message, operations: Sequence[Operation]) -> Step:
    """By which door it came is told by its clientMsgId, and by the log where somebody sent it for another."""
    sent_as = next((entry for entry in operations if entry.action == "MESSAGE_SEND_AS"), None)
    if message.imported_at is not None:
        how = _("imported at %(at)s; it counts as said when it was said")
        how %= {"at": f"{message.imported_at:%Y-%m-%d %H:%M:%S}Z"}
    elif message.client_msg_id.startswith("bs-"):
        how = _("part of a batch-send")
    elif message.msg_type == "TIP":
        how = _("written by the server itself")
    elif sent_as is not None:
        how = _("sent in his name by %(who)s, from %(ip)s") % {
            "who": sent_as.operator_id,
            "ip": sent_as.ip or "?",
        }
    else:
        how = _("sent by himself; from which device is not recorded")
    said = _("From %(user)s") % {"user": message.from_id}
    notes = [Cell(how), Cell(f"clientMsgId {message.client_msg_id}", mono=True)]
    return Step(message.created_at, said, notes, icon="call_received")


def checked(message: Message, flags: Sequence[Flagged], moderators: Sequence[Endpoint]) -> Step:
    """What is stored has passed; only what was flagged leaves a row of its own."""
    notes = [
        Cell(
            _(
                "mutes, blacklist, friends and membership: "
                "passed, or left out by whoever was trusted to send it"
            )
        )
    ]
    for row in flags:
        words = ", ".join(dict.fromkeys(str(hit.get("word", "")) for hit in row.hits))
        link = reverse("admin:im_flagged_change", args=[row.pk])
        notes.append(Cell(_("flagged for review: %(words)s") % {"words": words}, link=link))
    if not flags:
        notes.append(Cell(_("words: nothing flagged (masked words are counted at the word, not here)")))
    for endpoint in moderators:
        said = _("before-webhook %(name)s: let it pass, or failed open; single verdicts are not recorded")
        link = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
        notes.append(Cell(said % {"name": endpoint.name}, link=link))
    if not moderators:
        notes.append(Cell(_("before-webhook: none is set up now")))
    return Step(message.created_at, _("Checked"), notes, icon="rule", place=1)


def written(message: Message) -> Step:
    link = reverse("admin:im_conversation_change", args=[message.conversation_id])
    said = _("Written as message %(seq)s of its conversation") % {"seq": message.seq}
    counts = _("counts as unread") if message.counts else _("does not count as unread")
    return Step(
        message.created_at,
        said,
        [Cell(_("conversation %(id)s") % {"id": message.conversation_id}, link=link), Cell(counts)],
        "success",
        "database",
        2,
    )


def told(trace: Trace, message: Message) -> Step:
    """The event, and what became of its deliveries."""
    notes = [Cell(trace.id, mono=True)] if trace.id else []
    kind: Kind = ""
    if not trace.id:
        notes.append(Cell(_nobody(message, trace)))
    elif trace.is_waiting and trace.event is not None:
        kind = "danger" if trace.event.last_error else "warning"
        notes.append(Cell(_("still in the outbox, %(n)s tries") % {"n": trace.event.attempts}))
        if trace.event.last_error:
            notes.append(Cell(trace.event.last_error, mono=True))
    for delivery in trace.deliveries:
        kind = WEBHOOK_KINDS.get(delivery.status, kind)
        words = _("webhook %(name)s: %(status)s after %(tries)s tries")
        said = words % {
            "name": delivery.endpoint.name,
            "status": delivery.get_status_display(),
            "tries": delivery.tries,
        }
        extra = " ".join(str(part) for part in (delivery.http_status, delivery.error) if part)
        link = reverse("admin:webhooks_delivery_change", args=[delivery.pk])
        notes.append(Cell(f"{said} {extra}".strip(), link=link))
    if trace.id and not trace.deliveries:
        notes.append(Cell(_("webhooks: no endpoint listened to it")))
    return Step(trace.at, trace.type, notes, kind, "bolt", 3)


def _nobody(message: Message, trace: Trace) -> str:
    if message.client_msg_id.startswith("bs-") and trace.type == "message.sent":
        return _("webhooks hear of a batch-send once, by message.batch_sent")
    return _("no endpoint listened and no phone was to be told, or it is so long ago that it was removed")


def rung(entry: DeviceLog) -> Step:
    """A line of the device log."""
    found = steps([entry])[0]
    link = reverse("admin:push_delivery_change", args=[entry.delivery_id]) if entry.delivery_id else ""
    where = " ".join(part for part in (entry.vendor, entry.device_id) if part)
    answered = " ".join(
        str(part) for part in (entry.http_status, entry.vendor_code, entry.vendor_message) if part
    )
    notes = [
        Cell(where, link=link),
        Cell(found.cause),
        Cell(answered, mono=True),
        Cell("" if entry.latency_ms is None else _("%(ms)s ms") % {"ms": entry.latency_ms}),
    ]
    title = _("Push: %(event)s") % {"event": found.title}
    return Step(entry.at, title, [note for note in notes if note.text], found.kind, "notifications", 5)


def announced(notice: Notice, counts: Counter[str], skipped: Counter[str]) -> Step:
    """Of a notice all of its deliveries together."""
    title = _("Phones told of the revoke") if notice.key.startswith(f"event:{REVOKE}:") else _("Phones told")
    notes = [Cell(f"{status}: {number}") for status, number in sorted(counts.items())]
    notes += [
        Cell(f"{why('', '', code).cause or code}: {number}") for code, number in sorted(skipped.items())
    ]
    link = reverse("admin:push_notice_change", args=[notice.pk])
    notes.append(Cell(_("task %(id)s") % {"id": notice.pk}, link=link))
    return Step(notice.created_at, title, notes, "", "campaign", 4)


def edited(row: MessageRevision, number: int) -> Step:
    link = reverse("admin:im_message_change", args=[row.message_id]) + "?tab=edits"
    said = _("Edited by %(who)s: revision %(number)s") % {"who": row.replaced_by, "number": number}
    return Step(row.replaced_at, said, [Cell(_("what it said before"), link=link)], "warning", "edit", 2)


def revoked(message: Message, at: datetime) -> Step:
    said = _("Revoked by %(who)s") % {"who": message.revoked_by}
    notes = (
        [Cell(_("reason: %(reason)s") % {"reason": message.revoke_reason})] if message.revoke_reason else []
    )
    return Step(at, said, notes, "danger", "undo", 2)


def logged(entry: Operation) -> Step:
    comment = str(entry.detail.get("comment", ""))
    link = reverse("admin:journal_operation_change", args=[entry.pk])
    notes = [Cell(entry.operator_id, link=link), *([Cell(comment)] if comment else [])]
    return Step(entry.created_at, entry.action, notes, "", "fact_check", 6)


def seen(who: Receiver, message: Message) -> Iterator[Step]:
    """His sockets and cursors, as far as they tell when."""
    for session in who.sessions:
        said = _("Signed in at the time: %(platform)s %(device)s")
        link = reverse("admin:accounts_session_change", args=[session.pk])
        words = {"platform": session.platform, "device": session.device_id}
        note = Cell(_("whether its socket was open then is not recorded"), link=link)
        yield Step(message.created_at, said % words, [note], "", "devices", 4)
    for cursor in who.cursors:
        if cursor.seq >= message.seq:
            said = _("Device %(device)s had fetched up to message %(seq)s")
            words = {"device": cursor.device_id or "-", "seq": str(cursor.seq)}
            yield Step(cursor.updated_at, said % words, [], "success", "download_done", 7)
    member = who.member
    if member is not None and member.read_at is not None and who.has_read(message):
        said = _("%(user)s had read up to message %(seq)s") % {"user": who.user_id, "seq": member.read_seq}
        yield Step(member.read_at, said, [], "success", "done_all", 8)
