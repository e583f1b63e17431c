"""The message object of the contract, made of a model instance or of a row of `pages`."""

from typing import Any

from config.clock import ms, ms_or_none


def message_shown(row: Any) -> dict[str, Any]:
    """What a revoked message said is shown to nobody."""
    revoked = row.status == "REVOKED"
    imported = {} if row.imported_at is None else {"importedAt": ms(row.imported_at)}
    return {
        "id": None if row.id is None else str(row.id),
        "chatType": row.chat_type,
        "conversationId": None if row.conversation_id is None else str(row.conversation_id),
        "seq": row.seq,
        "fromId": row.from_id,
        "toId": row.to_id,
        "clientMsgId": row.client_msg_id,
        "msgType": row.msg_type,
        "content": {} if revoked else row.content,
        "ext": "" if revoked else row.ext,
        "atUserIds": row.at_user_ids,
        "atAll": row.at_all,
        "quoteId": None if row.quote_id is None else str(row.quote_id),
        "status": row.status,
        "revision": row.revision,
        "version": row.version,
        "editedAt": ms_or_none(row.edited_at),
        "needReceipt": row.need_receipt,
        "createdAt": ms(row.created_at),
        **imported,
    }
