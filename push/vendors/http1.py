"""What the vendors of HTTP/1.1 share: one POST, a token beside it, and what the answer means by the table."""

from collections.abc import Awaitable, Callable, Collection, Container, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from config.egress.client import Reply
from push.vendors.codes import Verdict, verdict
from push.vendors.contract import Access, Call, Field, Kind, Outcome, Scope, Stage, Unsendable
from push.vendors.wire import Fetch, Refused, Wire, at_base

FORM = "application/x-www-form-urlencoded; charset=utf-8"
JSON = "application/json; charset=utf-8"
LONGEST = 300  # characters of a vendor's words that are kept
LEAST = 6  # a secret shorter than this is no secret, and its letters stand in every sentence
NO_CONNECTION = ("dns", "connect", "tls")
UNSENT = "the vendor's server could not be reached"
BLOCKED = "leads to an address that no call may reach"
NO_ANSWER = "the request went out and no answer came"
CODELESS = {
    401: Verdict(Kind.AUTH, None, None, "", "The vendor refuses the credential."),
    429: Verdict(Kind.THROTTLED, Scope.APP, None, "", "The vendor wants fewer requests."),
}


def form(fields: Mapping[str, Any]) -> bytes:
    return urlencode({name: str(value) for name, value in fields.items()}).encode()


async def ask(wire: Wire, vendor: str, call: Call, headers: Mapping[str, str] | None = None) -> Reply:
    url = at_base(vendor, call.url)
    return await wire.http.post(
        url, call.body, {**call.headers, **(headers or {})}, timeout=wire.timeout, allow_http=True
    )


def said(reply: Reply) -> dict[str, Any]:
    """The JSON object that was answered; an empty one where none was."""
    try:
        found = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def fielded(body: bytes, *names: str) -> dict[str, Any]:
    """The JSON object of a receipt, which is the body, or a field of a form. Raises ValueError."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        fields = dict(parse_qsl(body.decode(), max_num_fields=32))
        found = orjson.loads(next((fields[name] for name in names if name in fields), ""))
    if not isinstance(found, dict) or not found:
        raise ValueError("not what the vendor sends")
    return found


def inside(said: object, *path: str) -> Any:
    """What stands there; None where nothing does."""
    for name in path:
        said = said.get(name) if isinstance(said, dict) else None
    return said


def word(code: object) -> str:
    """A code, whether it was given as a number or as a text."""
    return str(code) if isinstance(code, (int, str)) else ""


def unanswered(reply: Reply, stage: Stage = Stage.SEND) -> Outcome | None:
    """What came of a request that got no whole answer; None where it got one."""
    if not reply.error:
        return None
    if reply.error == "blocked_address":
        return Outcome(Kind.PERMANENT, Stage.CONNECT, code=reply.error, message=BLOCKED)
    if reply.error in NO_CONNECTION or not reply.sent:
        return Outcome(
            Kind.RETRY, Stage.CONNECT, code=reply.error, message=UNSENT, latency_ms=reply.duration_ms
        )
    kind = Kind.UNKNOWN if stage is Stage.SEND else Kind.RETRY
    return Outcome(kind, stage, reply.status, reply.error, NO_ANSWER, latency_ms=reply.duration_ms)


def judged(
    vendor: str, reply: Reply, code: str, words: object, secrets: Collection[str], stage: Stage = Stage.SEND
) -> Outcome:
    """By the vendor's code, or where it gave none that we know, by the status of HTTP."""
    found = verdict(vendor, code) or verdict(vendor, f"http_{reply.status}") or _by_status(reply, stage, code)
    if found.kind is Kind.OK and (stage is not Stage.SEND or (reply.status or 0) >= 300):
        found = _by_status(reply, stage, code)  # it contradicts itself
    scope = found.scope or (Scope.APP if found.kind is Kind.THROTTLED else None)
    after = seconds(reply.retry_after)
    reached = {Kind.OK: Stage.ACCEPTED, Kind.AUTH: Stage.AUTH}.get(found.kind, stage)
    return Outcome(
        found.kind,
        reached,
        reply.status,
        scrubbed(code, secrets)[:64] or f"http_{reply.status}",
        scrubbed(words, secrets),
        latency_ms=reply.duration_ms,
        after=found.after if after is None else after,
        scope=scope,
        hint=found.hint,
    )


def accepted(reply: Reply, message_id: object) -> Outcome:
    return Outcome(
        Kind.OK,
        Stage.ACCEPTED,
        reply.status,
        vendor_message_id=scrubbed(message_id, ())[:128],
        latency_ms=reply.duration_ms,
    )


def unsendable(problem: Unsendable) -> Outcome:
    return Outcome(Kind.PERMANENT, Stage.SEND, code=problem.code, message=str(problem))


def event(vendor: str, code: str, clicks: Container[str] = ()) -> str:
    """What a receipt's code means for `Notified`."""
    if code in clicks:
        return "CLICKED"
    found = verdict(vendor, f"receipt_{code}")
    kind = found.kind if found else Kind.PERMANENT
    return {Kind.OK: "DELIVERED", Kind.INVALID_TOKEN: "INVALID_TOKEN"}.get(kind, "FAILED")


def _by_status(reply: Reply, stage: Stage, code: str) -> Verdict:
    """An answer to which nobody gave a meaning: of a 2xx to a push without a code we do not know whether it
    rang; a code that we do not know is none of success.
    """
    status = reply.status or 0
    if status in CODELESS:
        return CODELESS[status]
    if status < 300:
        unknown = Kind.PERMANENT if code else Kind.UNKNOWN
        kind = unknown if stage is Stage.SEND else Kind.RETRY
    else:
        kind = Kind.RETRY if status >= 500 else Kind.PERMANENT
    return Verdict(kind, None, None, "", "")


def seconds(retry_after: str | None) -> float | None:
    """Of a Retry-After, in seconds or as a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def scrubbed(words: object, secrets: Iterable[str]) -> str:
    """The vendor's words without what it repeats of ours."""
    text = str(words or "")
    for secret in secrets:
        if len(secret) >= LEAST:
            text = text.replace(secret, "…")
    return "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])


def ours(access: Access, fields: Iterable[Field], *more: str) -> list[str]:
    """What of ours no vendor's words may show."""
    values = (access.fields.get(one.name) for one in fields if one.secret)
    return [*more, *(value for value in values if isinstance(value, str))]


async def with_token(
    wire: Wire, access: Access, fetch: Fetch, send: Callable[[str], Awaitable[list[Outcome]]], count: int
) -> list[Outcome]:
    """Sends by the kept token, and once more by a new one where the vendor refuses it."""
    try:
        token = await wire.tokens.get(access.key, fetch)
        outcomes = await send(token)
        if any(one.kind is Kind.AUTH for one in outcomes):
            outcomes = await send(await wire.tokens.get(access.key, fetch, refused=token))
    except Refused as refused:
        return [refused.outcome] * count
    return outcomes


async def check_by_token(fetch: Fetch) -> Outcome:
    """Of vendors that give a token for the credential alone: who gets one has a good one."""
    try:
        await fetch()
    except Refused as refused:
        return refused.outcome
    return Outcome(Kind.OK, Stage.AUTH)


def milliseconds(at: object) -> int | None:
    """A receipt's time, in ms or in seconds, as a number or as its text."""
    try:
        number = int(str(at))
    except ValueError:
        return None
    return number * 1000 if 0 < number < 10**11 else number if 0 < number < 10**14 else None


def receipts(said: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """By the messages' ids. Raises ValueError."""
    if not all(isinstance(one, dict) for one in said.values()):
        raise ValueError("not what the vendor sends")
    return list(said.items())
