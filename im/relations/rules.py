"""Who may become whose friend, and how many there is room for."""

from accounts.models import Account, AllowType
from config.api.errors import BadParameter, Forbidden, Missing, Refusal
from config.api.status import (
    ACCOUNT_MISSING,
    ALREADY_HANDLED,
    ALREADY_LISTED,
    FRIEND_DENIED,
    PEER_BLOCKED,
    REQUEST_MISSING,
    TOO_MANY_NAMED_GROUPS,
)
from im.relations.models import FriendRequest

FRIENDS = 3_000
NAMES = 32
BLOCKED = 1_000
ASKED = 100


def missing() -> Refusal:
    return Missing(ACCOUNT_MISSING, "no such account")


def require_there(account: Account | None) -> Account:
    if account is None:
        raise missing()
    return account


def require_another(me: Account, other: Account, field: str) -> None:
    if me.pk == other.pk:
        raise BadParameter(field, "is the account itself")


def require_unblocked(*, by_me: bool, by_other: bool) -> None:
    if by_me:
        raise Forbidden(PEER_BLOCKED, "the account is on the blacklist")
    if by_other:
        raise Forbidden(PEER_BLOCKED, "the account does not want to hear of this one")


def must_ask(other: Account) -> bool:
    """Whether the other has to agree first; 403 where nobody need ask."""
    wanted = other.effective_allow_type
    if wanted == AllowType.DENY_ANY:
        raise Forbidden(FRIEND_DENIED, "the account takes no friends")
    return wanted == AllowType.NEED_CONFIRM


def require_room_for_friend(count: int, *, whose: str) -> None:
    if count >= FRIENDS:
        raise BadParameter("friendId", f"{whose} has {FRIENDS} friends, which is the most")


def require_room_for_request(count: int) -> None:
    if count >= ASKED:
        raise BadParameter("friendId", f"at most {ASKED} requests can be open")


def require_room_for_name(names: set[str], name: str) -> None:
    require_names({*names, name} - {""})


def require_names(names: set[str]) -> None:
    if len(names) > NAMES:
        raise Refusal(TOO_MANY_NAMED_GROUPS, f"at most {NAMES} friend groups")


def require_may_block(*, listed: bool, count: int) -> None:
    if listed:
        raise Refusal(ALREADY_LISTED, "is on the blacklist already")
    if count >= BLOCKED:
        raise BadParameter("userId", f"at most {BLOCKED} accounts can be on the blacklist")


def fits(names: set[str], name: str) -> bool:
    return not name or name in names or len(names) < NAMES


def require_open(request: FriendRequest | None) -> FriendRequest:
    if request is None:
        raise Missing(REQUEST_MISSING, "no such request")
    if not request.is_open:
        raise Refusal(ALREADY_HANDLED, "the request was handled already")
    return request
