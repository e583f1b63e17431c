"""An access token for a client's id and secret, as Huawei and Honor give it."""

from collections.abc import Collection
from dataclasses import replace

from config.egress.client import Reply
from push.vendors.contract import Call, Kind, Stage
from push.vendors.http1 import FORM, ask, form, judged, said, unanswered, word
from push.vendors.wire import Refused, Wire

LIFE = 3600.0  # where the answer does not say


async def client_credentials(
    wire: Wire, vendor: str, url: str, client: str, secret: str, secrets: Collection[str]
) -> tuple[str, float]:
    """The token and the seconds that it lives; raises `Refused`."""
    body = form({"grant_type": "client_credentials", "client_id": client, "client_secret": secret})
    reply = await ask(wire, vendor, Call(url, body, {"Content-Type": FORM}))
    outcome = unanswered(reply, Stage.AUTH)
    if outcome is not None:
        raise Refused(outcome)
    answer = said(reply)
    token = answer.get("access_token")
    if reply.status == 200 and isinstance(token, str) and token:
        return token, _life(answer.get("expires_in"))
    code, words = word(answer.get("error")), str(answer.get("error_description") or "")
    outcome = judged(vendor, reply, code, words, secrets, Stage.AUTH)
    if _refusal(reply):
        # A 400 here is no fault of the message's: this is how they say that the secret is wrong.
        outcome = replace(outcome, kind=Kind.AUTH, hint="Check the id and the secret in the credential.")
    raise Refused(outcome)


def _refusal(reply: Reply) -> bool:
    return reply.status is not None and 400 <= reply.status < 500 and reply.status != 429


def _life(seconds: object) -> float:
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else LIFE
