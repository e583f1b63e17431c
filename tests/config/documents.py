"""A body as clients send it, and how to ask why the parser refused another one."""

import pytest

from config.api.errors import Refusal
from config.api.parser import loads

SEND = (
    b'{"chatType":"SINGLE","toId":"bob","msgType":"TEXT",'
    b'"content":{"text":"12:30 \xe5\x90\x83\xe9\xa5\xad? :)"}'
    b',"clientMsgId":"5f0c9d0e-1c7f","atUserIds":["carol"],"ext":"{\\"a\\":1}","noUnread":false,"quoteId":null}'
)


def refusal_of(raw: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        loads(raw)
    refusal = caught.value
    assert (refusal.code, refusal.status) == (400, "10004")
    assert refusal.errors is not None
    assert len(refusal.errors) == 1
    assert refusal.errors[0]["message"]
    return refusal


def named(raw: bytes) -> tuple[str, str]:
    """Field and message of the refusal."""
    errors = refusal_of(raw).errors
    assert errors is not None
    return errors[0]["field"], errors[0]["message"]
