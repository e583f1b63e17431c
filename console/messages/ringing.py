"""What a phone was told of a message, or why it was not."""

from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from config.console.cells import Kind
from console.messages.known import Answer, Known, at
from console.messages.receiving import has_phone
from im.conversations.models import ChatType
from im.messages.sends import TIP
from journal.models import Event
from push.console.reasons import PAUSES, REASONS, Why, why
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

WENT: Final = {
    DeliveryStatus.UNKNOWN,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.CLICKED,
}
LATE: Final = Why(
    _lazy("A worker came to it more than five minutes after it was said: too late to ring."),
    _lazy("See under System whether the workers run and how long their queue is."),
)


def has_rung(known: Known) -> bool:
    """Of the message itself, not of its revoke."""
    return any(push.status in WENT and push.notice_id not in known.revokes for push in known.who.pushes)


def pushed(known: Known) -> Answer | None:
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


def skipped(known: Known) -> Answer | None:
    codes = [
        str(entry.detail.get("reason", ""))
        for entry in known.who.logs
        if entry.event == LogEvent.SKIPPED and entry.notice_id not in known.revokes
    ]
    if not codes:
        return None
    code = max(codes, key=lambda code: FURTHEST.get(code, len(FURTHEST)))
    found = LATE if code == "EXPIRED" else why("", "", code)
    kind: Kind = "info" if known.who.is_there else "warning"
    said = _("%(user)s was not rung.") % {"user": known.who.user_id}
    return Answer(f"{said} {found.cause or code}", kind, found.remedy)


def in_turn(known: Known) -> Answer | None:
    """A large group is told a part at a time."""
    account, upto = known.who.account, known.told_upto
    if upto is None or account is None or account.pk <= upto or not has_phone(known.who):
        return None
    return Answer(
        _("The group is large and told in parts: the turn of %(user)s has not come yet.")
        % {"user": known.who.user_id},
        "info",
        _("See under System whether the workers run and how long their queue is."),
    )


def silent(known: Known) -> Answer | None:
    """Why no phone was told at all."""
    message = known.message
    if message.imported_at is not None:
        return Answer(_("It was imported: it lies in the history, and nobody is told of it."), "info")
    if message.msg_type == TIP:
        return Answer(_("The server itself wrote it: that rings no phone. It waits in the history."), "info")
    event = _event(known)
    if event is not None and ((event.aside or {}).get("offlinePush") or {}).get("disabled"):
        return Answer(_("Its sender had switched its push off. It waits in the history."), "info")
    if any(notice.status == NoticeStatus.CANCELLED for notice in known.notices):
        return Answer(_("The push was cancelled before it went out."))
    return None


def _event(known: Known) -> Event | None:
    return next((trace.event for trace in known.traces if trace.type == "message.sent"), None)


def no_phone(known: Known) -> Answer | None:
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


def forgotten(known: Known) -> Answer:
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
    if _event(known) is None:
        said = _(
            "%(user)s was not rung: when it was said nobody there had a device registered for push, "
            "or its sender had switched its push off."
        )
    else:
        said = _("%(user)s was not rung: when it was said nobody there had a device registered for push.")
    return Answer(
        said % name,
        remedy=_("He has one now: the next message will ring it. This one waits in the history."),
    )
