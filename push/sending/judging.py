"""What a vendor's outcome makes of a delivery: accepted, once more and when, or at its end. Pure."""

from push.models import DeliveryStatus as Status
from push.sending import due as reasons
from push.sending.due import Due, Result
from push.sending.schedule import wait_after
from push.vendors.contract import Kind, Outcome, Scope, TooLong

UNANSWERED = "UNANSWERED"


def judge(due: Due, outcome: Outcome, now: float) -> Result:
    """Whether an INVALID_TOKEN is to be believed is decided by whoever sees the others of its lane."""
    match outcome.kind:
        case Kind.OK:
            return Result(due, Status.ACCEPTED, outcome=outcome)
        case Kind.INVALID_TOKEN:
            return Result(due, Status.FAILED, reasons.INVALID_TOKEN, outcome=outcome)
        case Kind.PERMANENT:
            reason = reasons.TOO_LONG if outcome.code == TooLong.code else reasons.REFUSED
            return Result(due, Status.FAILED, reason, outcome=outcome)
    wait = wait_after(outcome, due.tries + 1)
    if wait is None:
        return Result(due, Status.UNKNOWN, UNANSWERED, outcome=outcome)
    waits_for_lane = outcome.scope == Scope.DAY or (outcome.kind == Kind.AUTH and outcome.scope is None)
    if not waits_for_lane and now + wait >= due.told.end:
        return Result(due, Status.EXPIRED, reasons.EXPIRED, outcome=outcome)
    return Result(due, Status.RETRYING, wait=wait, outcome=outcome)


def doubted(result: Result, wait: float) -> Result:
    """The breaker's: of a token that is called dead by a vendor that calls so many dead."""
    return Result(result.due, Status.RETRYING, reasons.INVALID_TOKEN, wait, result.outcome, DOUBTED)


DOUBTED = (
    "So many tokens at once were called invalid that the credential is doubted: is it this app's, of this "
    "environment? None of them was given up."
)
