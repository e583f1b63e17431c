"""A call of the API, without the network: what is sent, what the answer means, whether it is tried again."""

import json
from collections.abc import Generator, Mapping, Set
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count
from typing import Any, Final, TypeAlias
from urllib.parse import quote
from uuid import uuid4

from hongyan.errors import HongyanError, refusal
from hongyan.retrying import Retry
from hongyan.sessions import Credential, Session


class Absent(Enum):
    """The value of what is not sent at all, where None would be sent as null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
SEND = "/api/im/messages/send"


@dataclass(frozen=True, slots=True)
class Call:
    """`again`: may be repeated without harm. `key`: the Idempotency-Key, one for all attempts. `text`: a file
    answers, in no envelope."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    again: bool = False
    key: str | None = None
    text: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    body: bytes
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


Step: TypeAlias = Request | Wait
# A request is answered by a Reply, or by the problem that kept it away; a wait by nothing.
Outcome: TypeAlias = Reply | HongyanError | None
Steps: TypeAlias = Generator[Step, Outcome, Any]


def new_key() -> str:
    return uuid4().hex


def segment(value: object) -> str:
    """A part of a path."""
    return quote(str(value), safe="")


def acting(call: Call, act_as: str | None) -> Call:
    """The same call in somebody's name, as an administrator, the app's server or an operator makes it."""
    return call if act_as is None else replace(call, query={**call.query, "actAs": act_as})


def given(fields: Mapping[str, Any], nullable: Set[str] = frozenset()) -> dict[str, Any]:
    """The body's fields that were given. None means null only where the field takes null."""
    return {
        name: value
        for name, value in fields.items()
        if value is not ABSENT and (value is not None or name in nullable)
    }


def exchange(call: Call, session: Session, retry: Retry) -> Steps:
    """Yields requests and pauses, is sent what came of them, and returns the answer's data."""
    waited, renewed = 0.0, False
    sockets = session.sockets if call.path == SEND else []
    for socket in sockets:
        socket.sends((call.body or {})["clientMsgId"])
    for attempt in count(1):
        credential = session.credential
        outcome = yield _request(call, session)
        try:
            data = _data(outcome, text=call.text)
            for socket in sockets:
                socket.sent(data)
            return data
        except HongyanError as problem:
            if not renewed and session.renews(problem):
                renewed = True
                yield from renew(session, credential, retry)
                continue
            pause = retry.wait(problem, attempt=attempt, waited=waited, again=call.again)
            if pause is None:
                raise
        waited += pause
        yield Wait(pause)


def renew(session: Session, spent: Credential, retry: Retry) -> Steps:
    """Logs in again, unless another call did it meanwhile."""
    if session.credential is spent and session.renewal is not None:
        method, path, body = session.renewal.request()
        login = Call(method, path, body=body, again=True)
        answer = yield from exchange(login, Session(), retry)
        session.renewed(answer)


def _request(call: Call, session: Session) -> Request:
    headers = {**session.headers(), **({"Idempotency-Key": call.key} if call.key else {})}
    query = {name: _in_query(value) for name, value in call.query.items() if value is not None}
    body = None
    if call.body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(call.body, ensure_ascii=False, separators=(",", ":")).encode()
    return Request(call.method, call.path, query, headers, body)


def _in_query(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return ",".join(_in_query(item) for item in value)


def _data(outcome: Outcome, *, text: bool) -> Any:
    if isinstance(outcome, HongyanError):
        raise outcome
    assert isinstance(outcome, Reply)  # noqa: S101  for the type checker: a request has no other outcome
    if text and outcome.code == 200:
        return outcome.body.decode()
    try:
        envelope = json.loads(outcome.body)
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict):
        envelope = {}
    if outcome.code == 200 and "data" in envelope:
        return envelope["data"]
    raise refusal(outcome.code, envelope, _seconds(outcome.retry_after))


def _seconds(word: str | None) -> float | None:
    """Dates, which HTTP allows too, are not what this server says."""
    return float(word) if word is not None and word.isascii() and word.isdigit() else None
