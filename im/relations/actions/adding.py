"""Takes others into the friend list, or asks them first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.relations import rules
from im.relations.actions.standing import Room, Standing, stand
from im.relations.actions.telling import tell
from im.relations.models import AddType, Friend, FriendRequest, RequestStatus
from im.relations.wishes import Answer, Wish
from journal.audit import log

Outcomes = Mapping[str, Answer | Refusal]
NOBODY: Final[Outcomes] = {}


@transaction.atomic
def add(*, account: Account, app: App, wish: Wish, by: Caller, settled: Outcomes = NOBODY) -> Answer:
    """One wish. Raises the refusal."""
    outcome = add_many(account=account, app=app, wishes=[wish], by=by, settled=settled)[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


@transaction.atomic
def add_many(
    *,
    account: Account,
    app: App,
    wishes: Sequence[Wish],
    by: Caller,
    importing: bool = False,
    settled: Outcomes = NOBODY,
) -> list[Answer | Refusal]:
    """An outcome for each wish, in order; a repeated one gets its first's.

    `importing`: nobody is asked, no blacklist is looked at, and nobody hears of it. `settled`: what `foresee`
    found of those about whom the moderator was therefore not asked; it stays so.
    """
    standing = stand(account, app, [wish.friend_id for wish in wishes])
    outcomes = _all_tried(standing, wishes, settled, importing=importing)
    standing.write()
    if by.trusted:
        _log(by, account, app, wishes)
    if not importing:
        tell(standing, by)
    return [outcomes[wish.friend_id] for wish in wishes]


@transaction.atomic
def foresee(
    *, account: Account, app: App, wishes: Sequence[Wish]
) -> tuple[dict[str, Friend], dict[str, Answer | Refusal]]:
    """By friendId who would be added or asked as things stand, as he would be listed; and what would become
    of the others. Nothing is written.
    """
    standing = stand(account, app, [wish.friend_id for wish in wishes])
    outcomes = _all_tried(standing, wishes, NOBODY, importing=False)
    first = {wish.friend_id: wish for wish in reversed(wishes)}
    settled = {
        name: outcome
        for name, outcome in outcomes.items()
        if isinstance(outcome, Refusal) or outcome.result == "ALREADY"
    }
    rows = {
        name: _friend(standing.me, standing.people[name], first[name], standing.now)
        for name in outcomes
        if name not in settled
    }
    return rows, settled


def _all_tried(
    standing: Standing, wishes: Sequence[Wish], settled: Outcomes, *, importing: bool
) -> dict[str, Answer | Refusal]:
    room = Room(standing)
    outcomes = dict(settled)
    for wish in wishes:
        if wish.friend_id not in outcomes:
            outcomes[wish.friend_id] = _tried(standing, room, wish, importing=importing)
    return outcomes


def _tried(standing: Standing, room: Room, wish: Wish, *, importing: bool) -> Answer | Refusal:
    try:
        return _add(standing, room, wish, importing=importing)
    except Refusal as refusal:
        return refusal


def _add(standing: Standing, room: Room, wish: Wish, *, importing: bool) -> Answer:
    me, other = standing.me, rules.require_there(standing.people.get(wish.friend_id))
    rules.require_another(me, other, "friendId")
    wanted = _missing(standing, me, other, wish.add_type)
    if not wanted:
        return Answer("ALREADY")
    if not importing:
        blocks = standing.blocks
        rules.require_unblocked(by_me=(me.pk, other.pk) in blocks, by_other=(other.pk, me.pk) in blocks)
    theirs, mine = standing.requests.get((other.pk, me.pk)), standing.requests.get((me.pk, other.pk))
    agreed = importing or wish.force or theirs is not None or standing.has(other, me)
    if not agreed and rules.must_ask(other):
        return Answer("PENDING", mine or _ask(standing, room, other, wish))
    at = (wish.added_at if importing else None) or standing.now
    rows = [_friend(me, other, wish, at) if owner is me else _peer(other, me, wish, at) for owner in wanted]
    if theirs is not None:
        rows = granted(standing, room, theirs, rows)
    enter(standing, room, rows)
    for request in (theirs, mine):
        if request is not None:
            standing.handle(request, RequestStatus.ACCEPTED)
    return Answer("ADDED")


def _missing(standing: Standing, me: Account, other: Account, add_type: str) -> list[Account]:
    """The owners in whose lists the other one is wanted and is not yet."""
    wanted = [] if standing.has(me, other) else [me]
    if add_type == AddType.BOTH and not standing.has(other, me):
        wanted.append(other)
    return wanted


def _ask(standing: Standing, room: Room, other: Account, wish: Wish) -> FriendRequest:
    rules.require_room_for_request(room.asked)
    rules.require_room_for_name(room.names[standing.me.pk], wish.group_name)
    room.asked += 1
    request = FriendRequest(
        app=standing.app,
        sender=standing.me,
        receiver=other,
        add_type=wish.add_type,
        remark=wish.remark,
        group_name=wish.group_name,
        source=wish.source,
        wording=wish.wording,
        created_at=standing.now,
    )
    standing.ask(request)
    return request


def granted(standing: Standing, room: Room, request: FriendRequest, rows: Sequence[Friend]) -> list[Friend]:
    """The rows, and those that the request asks for; its sender's own words hold for his list."""
    names = room.names[request.sender_id]
    wish = Wish(
        request.receiver.user_id,
        remark=request.remark,
        group_name=request.group_name if rules.fits(names, request.group_name) else "",
        source=request.source,
        wording=request.wording,
    )
    asker, asked, at = request.sender, request.receiver, standing.now
    kept = [row for row in rows if row.owner_id != asker.pk]
    if not standing.has(asker, asked):
        kept.append(_friend(asker, asked, wish, at))
    both = request.add_type == AddType.BOTH and not standing.has(asked, asker)
    if both and not any(row.owner_id == asked.pk for row in kept):
        kept.append(_peer(asked, asker, wish, at))
    return kept


def enter(standing: Standing, room: Room, rows: Sequence[Friend]) -> None:
    """All of them or none."""
    for row in rows:
        whose = "the account" if row.owner_id == standing.me.pk else "the other"
        rules.require_room_for_friend(room.friends[row.owner_id], whose=whose)
        if row.group_name:
            rules.require_room_for_name(room.names[row.owner_id], row.group_name)
    for row in rows:
        room.take(row)
        standing.befriend(row)


def _friend(owner: Account, other: Account, wish: Wish, at: datetime) -> Friend:
    row = _peer(owner, other, wish, at)
    row.group_name = wish.group_name
    row.call(wish.remark)
    return row


def _peer(owner: Account, other: Account, wish: Wish, at: datetime) -> Friend:
    """How it looks from the other side: remark and group are the asker's own."""
    return Friend(
        app_id=owner.app_id,
        owner=owner,
        friend=other,
        add_source=wish.source,
        add_wording=wish.wording,
        created_at=at,
    )


def _log(by: Caller, account: Account, app: App, wishes: Sequence[Wish]) -> None:
    names = list(dict.fromkeys(wish.friend_id for wish in wishes))
    detail = {"userId": account.user_id, "friendIds": names}
    log(by, "FRIEND_ADD", app_id=app.pk, target_type="ACCOUNT", target_id=account.user_id, detail=detail)
