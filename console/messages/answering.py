"""Why somebody did not get a message, or that he did: one sentence, and what can be done."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccountStatus
from config.console.cells import Kind
from console.messages.known import Answer, Known, at
from console.messages.receiving import has_phone
from im.conversations.models import ChatType
from im.messages.sends import TIP
from push.console.reasons import PAUSES, REASONS, why
from push.models import WAITING, Delivery, DeliveryStatus, LogEvent, NoticeStatus
from push.planning import RANK as FURTHEST

# Of several pushes the one that came furthest answers.
RANK: Final = [
    DeliveryStatus.CANCELLED,
    DeliveryStatus.FAILED,
    DeliveryStatus.EXPIRED,
    DeliveryStatus.UNKNOWN,
    DeliveryStatus.RETRYING,
    DeliveryStatus.PENDING,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.CLICKED,
]


def answer(known: Known) -> Answer:
    """The first that applies."""
    found = (look(known) for look in LOOKS)
    return next(one for one in found if one is not None)


def _who(known: Known) -> Answer | None:
    message, who = known.message, known.who
    name = {"user": who.user_id}
    if who.account is None:
        return Answer(_("There is no account %(user)s in this app.") % name, "danger")
    if who.user_id == message.from_id:
        return Answer(
            _("%(user)s sent it himself: his other devices get it, and no phone rings.") % name, "info"
        )
    if who.account.status != AccountStatus.ACTIVE and not who.has_read(message):
        return Answer(
            _("The account of %(user)s is disabled or deleted: it is not let in, and not rung.") % name,
            "danger",
            _("Enable it again if that was not meant."),
        )
    return None


def _place(known: Known) -> Answer | None:
    message, member = known.message, known.who.member
    name = {"user": known.who.user_id}
    if member is None:
        return Answer(
            _("%(user)s is not in this conversation, and never was.") % name,
            "danger",
            _("Add him to the group; whether he then sees what was said before is a setting of the group."),
        )
    if message.seq <= known.who.floor:
        return _hidden(known)
    if not member.active:
        return Answer(
            _("%(user)s is not in this conversation any more.") % name,
            "danger",
            _("Add him to the group again."),
        )
    return None


def _hidden(known: Known) -> Answer:
    message, member = known.message, known.who.member
    name = {"user": known.who.user_id}
    if member is not None and member.clear_seq >= message.seq:
        return Answer(_("%(user)s has deleted the conversation with all that was said up to then.") % name)
    return Answer(
        _("%(user)s came into the group after it was said, and it does not show what was before.") % name,
        "danger",
        _("The group's setting historyVisible lets new members see it."),
    )


def _read(known: Known) -> Answer | None:
    message, who = known.message, known.who
    if who.member is None or not who.has_read(message):
        return None
    return Answer(
        _("%(user)s has read it: he had read up to message %(seq)s by %(at)s.")
        % {"user": who.user_id, "seq": who.member.read_seq, "at": at(who.member.read_at)},
        "success",
    )


def _revoked(known: Known) -> Answer | None:
    message = known.message
    if not message.is_revoked:
        return None
    return Answer(
        _("It was revoked at %(at)s by %(by)s before %(user)s had read it: no device shows its text.")
        % {"at": at(message.revoked_at), "by": message.revoked_by, "user": known.who.user_id},
    )


def _fetched(known: Known) -> Answer | None:
    cursor = known.who.fetched_by(known.message)
    if cursor is None:
        return None
    device = cursor.device_id or _("without a name")
    return Answer(
        _("The device %(device)s of %(user)s has it since %(at)s at the latest; he has not opened it yet.")
        % {"device": device, "user": known.who.user_id, "at": at(cursor.updated_at)},
        "success",
    )


def _waiting(known: Known) -> Answer | None:
    if not any(trace.is_waiting and trace.type == "message.sent" for trace in known.traces):
        return None
    return Answer(
        _("No worker has taken up its event yet: neither phones nor webhooks have been told."),
        "danger",
        _("See under System whether the workers run and how long their queue is."),
    )


def _pushed(known: Known) -> Answer | None:
    pushes = [push for push in known.who.pushes if push.notice_id not in known.revokes]
    if not pushes:
        return None
    best = max(pushes, key=lambda push: RANK.index(DeliveryStatus(push.status)))
    name = {"user": known.who.user_id, "device": best.device.device_id, "vendor": best.vendor}
    if best.status in (DeliveryStatus.DELIVERED, DeliveryStatus.CLICKED):
        return Answer(
            _("The push reached the device %(device)s of %(user)s (%(vendor)s); he has not opened it yet.")
            % name,
            "success",
        )
    if best.status == DeliveryStatus.ACCEPTED:
        return Answer(
            _("%(vendor)s took the push for the device %(device)s; nobody has confirmed that it arrived.")
            % name,
            "info",
            _("The vendor holds it while the phone is off or saves power; receipts of the SDK say more."),
        )
    if best.status in WAITING:
        return _on_its_way(known, best)
    return _not_pushed(best)


def _on_its_way(known: Known, push: Delivery) -> Answer:
    lane = known.who.lanes.get(push.vendor)
    if lane is not None and lane.paused_until is not None and lane.paused_until > timezone.now():
        words = {"vendor": push.vendor, "at": at(lane.paused_until)}
        return Answer(
            _("The push waits: nothing is sent to %(vendor)s until %(at)s.") % words,
            "danger",
            PAUSES.get(lane.reason, lane.reason),
        )
    said = {"vendor": push.vendor, "tries": push.tries, "at": at(push.next_attempt_at)}
    if push.tries:
        return Answer(
            _("%(vendor)s has not taken the push yet: %(tries)s tries so far, the next one at %(at)s.")
            % said,
            remedy=_("The delivery shows what the vendor answered."),
        )
    return Answer(
        _("The push is queued for %(vendor)s and goes out at %(at)s.") % said,
        "info",
        _("If that has passed, see under System whether the workers run."),
    )


def _not_pushed(push: Delivery) -> Answer:
    found = why(push.vendor, push.vendor_code, push.reason or push.status)
    words = {"device": push.device.device_id, "vendor": push.vendor, "status": push.get_status_display()}
    said = _("The push to the device %(device)s (%(vendor)s): %(status)s.") % words
    answered = " ".join(part for part in (push.vendor_code, push.vendor_message) if part)
    return Answer(
        " ".join(str(part) for part in (said, found.cause, answered) if part), "danger", found.remedy
    )


def _skipped(known: Known) -> Answer | None:
    codes = [
        str(entry.detail.get("reason", ""))
        for entry in known.who.logs
        if entry.event == LogEvent.SKIPPED and entry.notice_id not in known.revokes
    ]
    if not codes:
        return None
    code = max(codes, key=lambda code: FURTHEST.get(code, len(FURTHEST)))
    found = why("", "", code)
    kind: Kind = "info" if known.who.is_there else "warning"
    said = _("%(user)s was not rung.") % {"user": known.who.user_id}
    return Answer(f"{said} {found.cause or code}", kind, found.remedy)


def _there(known: Known) -> Answer | None:
    if not known.who.is_there:
        return None
    return Answer(
        _("%(user)s is online now, and no device of his has said yet that it has it.")
        % {"user": known.who.user_id},
        remedy=_("Let the app fetch what it missed: it should do so whenever its connection says hello."),
    )


def _silent(known: Known) -> Answer | None:
    """Why no phone was told at all."""
    message = known.message
    if message.imported_at is not None:
        return Answer(_("It was imported: it lies in the history, and nobody is told of it."), "info")
    if message.msg_type == TIP:
        return Answer(_("The server itself wrote it: that rings no phone. It waits in the history."), "info")
    event = next((trace.event for trace in known.traces if trace.type == "message.sent"), None)
    if event is not None and ((event.aside or {}).get("offlinePush") or {}).get("disabled"):
        return Answer(_("Its sender had switched its push off. It waits in the history."), "info")
    if any(notice.status == NoticeStatus.CANCELLED for notice in known.notices):
        return Answer(_("The push was cancelled before it went out."))
    return None


def _no_phone(known: Known) -> Answer | None:
    who = known.who
    name = {"user": who.user_id}
    if has_phone(who):
        return None
    if who.devices:
        last = who.devices[0]
        words = {**name, "device": last.device_id, "status": last.get_status_display()}
        return Answer(
            _("%(user)s has no device that can be rung: %(device)s, the last one, is %(status)s.") % words,
            remedy=REASONS["ALL_INVALID"].remedy,
        )
    if who.sockets is None:
        said = _("%(user)s has no device registered for push; whether he is online is not known just now.")
    else:
        said = _("%(user)s is not connected, and has no device registered for push: it waits for him.")
    return Answer(said % name, remedy=REASONS["NO_DEVICE"].remedy)


def _forgotten(known: Known) -> Answer:
    age = timezone.now() - known.message.created_at
    name = {"user": known.who.user_id}
    if age.days >= settings.PUSH_RETENTION_DAYS:
        return Answer(
            _("%(user)s has not read it. What happened to its pushes was kept for %(days)s days.")
            % {**name, "days": settings.PUSH_RETENTION_DAYS}
        )
    if known.message.chat_type == ChatType.GROUP and known.notices:
        return Answer(
            _("%(user)s was not among those who were rung: when it was said he had no device registered.")
            % name,
            remedy=REASONS["NO_DEVICE"].remedy,
        )
    return Answer(
        _("%(user)s was not rung: when it was said nobody there had a device registered for push.") % name,
        remedy=_("He has one now: the next message will ring it. This one waits in the history."),
    )


LOOKS: Final[list[Callable[[Known], Answer | None]]] = [
    _who,
    _place,
    _read,
    _revoked,
    _fetched,
    _waiting,
    _pushed,
    _skipped,
    _there,
    _silent,
    _no_phone,
    _forgotten,
]
