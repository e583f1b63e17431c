"""Why somebody did not get a message, or that he did: one sentence, and what can be done."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import AccountStatus
from console.messages import ringing
from console.messages.known import Answer, Known, at
from im.conversations.models import ChatType


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
    arrived = who.has_read(message) or who.fetched_by(message) is not None
    if who.account.status != AccountStatus.ACTIVE and not arrived:
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
            _("Add him to the group; whether he then sees what was said before is a setting of the group.")
            if message.chat_type == ChatType.GROUP
            else "",
        )
    if message.seq <= known.who.floor:
        return _hidden(known)
    if not member.active and not known.who.has_read(message):
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
    if message.revoked_at is not None and (who.member.read_at or message.revoked_at) >= message.revoked_at:
        return None  # he has read on since: that says nothing of what was gone by then
    return Answer(
        _("%(user)s has read it: he had read up to message %(seq)s by %(at)s.")
        % {"user": who.user_id, "seq": who.member.read_seq, "at": at(who.member.read_at)},
        "success",
    )


def _revoked(known: Known) -> Answer | None:
    message = known.message
    if not message.is_revoked:
        return None
    words = {"at": at(message.revoked_at), "by": message.revoked_by, "user": known.who.user_id}
    if known.who.has_read(message):
        said = _(
            "It was revoked at %(at)s by %(by)s. Whether %(user)s had read it by then is not known: "
            "he has read on since."
        )
    else:
        said = _("It was revoked at %(at)s by %(by)s before %(user)s had read it: no device shows its text.")
    rang = _("A phone had been told of it before, maybe with its text.") if ringing.has_rung(known) else ""
    return Answer(said % words, remedy=rang)


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


def _there(known: Known) -> Answer | None:
    if not known.who.is_there or known.message.imported_at is not None:
        return None
    return Answer(
        _("%(user)s is online now, and no device of his has said yet that it has it.")
        % {"user": known.who.user_id},
        remedy=_("Let the app fetch what it missed: it should do so whenever its connection says hello."),
    )


LOOKS: Final[list[Callable[[Known], Answer | None]]] = [
    _who,
    _place,
    _read,
    _revoked,
    _fetched,
    _waiting,
    ringing.pushed,
    ringing.skipped,
    ringing.in_turn,
    _there,
    ringing.silent,
    ringing.no_phone,
    ringing.forgotten,
]
