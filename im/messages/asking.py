"""Makes a Send of what a caller asked for, the same way for a request and for a frame."""

from typing import Any
from uuid import uuid4

from accounts.callers import Caller
from accounts.models import Account
from config.api.errors import BadParameter, Forbidden, Missing
from config.api.reading import read
from config.api.status import PEER_MISSING, ROLE_TOO_LOW
from im.messages.content import require_fit
from im.messages.sends import Send
from im.messages.serializers import SendMessage

TRUSTED_ONLY = ("fromId", "skipChecks", "forbidCallback")


def asked(caller: Caller, body: Any) -> Send:
    """Checks the shape and who may ask for what; the database is asked only for a `fromId`."""
    send = read(SendMessage, body)
    if not caller.trusted:
        for name in TRUSTED_ONLY:
            if name in send:
                raise Forbidden(ROLE_TOO_LOW, f"{name} is for administrators")
    ext = send.get("ext", "")
    require_fit(send["msgType"], send["content"], ext)
    sender = sender_named(caller, send.get("fromId"))
    by_server = caller.account is None or sender.pk != caller.account.pk
    skip_checks, untold = send.get("skipChecks", caller.trusted), send.get("forbidCallback", [])
    return Send(
        app=caller.tenant,
        sender=sender,
        chat_type=send["chatType"],
        to_id=send["toId"],
        msg_type=send["msgType"],
        content=send["content"],
        client_msg_id=send.get("clientMsgId") or uuid4().hex,
        ext=ext,
        at_user_ids=send.get("atUserIds", []),
        at_all=send.get("atAll", False),
        quote_id=send.get("quoteId"),
        need_receipt=send.get("needReceipt", False),
        online_only=send.get("onlineOnly", False),
        no_unread=send.get("noUnread", False),
        no_last=send.get("noLastMsg", False),
        sync_sender=send.get("syncSender", True),
        session=caller.session,
        by_server=by_server,
        by=caller if by_server else None,
        skip_checks=skip_checks,
        actor_id=caller.actor_id,
        rated=not caller.trusted,
        callbacks="AFTER" not in untold,
        moderated=not skip_checks and "BEFORE" not in untold,
        offline_push=send.get("offlinePush", {}),
    )


def sender_named(caller: Caller, from_id: str | None) -> Account:
    if from_id is None:
        if caller.account is None:
            raise BadParameter("fromId", "names the sender and is required here")
        return caller.account
    if caller.account is not None and caller.account.user_id == from_id:
        return caller.account
    sender = Account.objects.of_app(caller.tenant).there().filter(user_id=from_id).first()
    if sender is None:
        raise Missing(PEER_MISSING, "fromId: no such account")
    return sender
