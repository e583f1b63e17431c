"""Friend lists, friend groups, requests and blacklists, read page by page; how two stand with one another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Prefetch, QuerySet

from accounts.models import Account, App
from accounts.shown import DONE, MISSING
from config.api.errors import Missing
from config.api.paging import paged
from config.api.status import NO_SUCH_NAMED_GROUP
from config.clock import REST_OF_MILLISECOND, moment
from im.relations.models import AddType, Block, Friend, FriendQuerySet, FriendRequest, RelationState
from im.relations.shapes import blocked_shown, friends_shown, request_shown

WORDS = {
    (False, False): "NONE",
    (True, False): "A_WITH_B",
    (False, True): "B_WITH_A",
    (True, True): "BOTH_WAY",
}


def friend_page(
    account: Account, *, page: int, size: int, updated_after: int | None = None, keyword: str | None = None
) -> dict[str, Any]:
    """In the order they came. With `updated_after` only what has changed since, and who has gone."""
    sequence = sequence_of(account)  # first: what changes meanwhile is rather seen twice than missed
    rows = Friend.objects.of(account)
    gone: dict[str, Any] = {}
    if updated_after is not None:
        since = moment(updated_after) + REST_OF_MILLISECOND
        rows = rows.moved_after(since)
        gone["removed"] = list(_removed(account, since))
    if keyword is not None:
        rows = rows.matching(keyword)
    return {**_friends(rows, page=page, size=size), "sequence": sequence, **gone}


def group_page(account: Account, *, name: str, page: int, size: int) -> dict[str, Any]:
    rows = Friend.objects.of(account).filter(group_name=name)
    shown = _friends(rows, page=page, size=size)
    if not shown["total"]:
        raise Missing(NO_SUCH_NAMED_GROUP, "no such friend group")
    return shown


def groups(account: Account, *, with_friends: bool) -> dict[str, Any]:
    """By name; an emptied one has gone."""
    sequence = sequence_of(account)
    named = Friend.objects.of(account).exclude(group_name="").values("group_name").order_by("group_name")
    counted: QuerySet[Any, Any] = named.annotate(count=Count("pk"))
    if with_friends:
        counted = counted.annotate(names=ArrayAgg("friend__user_id", order_by="friend__user_id"))
    items = []
    for row in counted:
        item = {"groupName": row["group_name"], "count": row["count"]}
        items.append({**item, "userIds": row["names"]} if with_friends else item)
    return {"items": items, "sequence": sequence}


def request_page(account: Account, *, box: str, status: str | None, page: int, size: int) -> dict[str, Any]:
    """Newest first."""
    rows = FriendRequest.objects.filter(**{"receiver" if box == "IN" else "sender": account})
    if status is not None:
        rows = rows.filter(status=status)
    rows = rows.select_related("sender", "receiver").order_by("-pk")
    return paged(rows, request_shown, page=page, size=size)


def blocked_page(account: Account, *, page: int, size: int) -> dict[str, Any]:
    """Newest first."""
    rows = Block.objects.filter(owner=account).select_related("blocked").order_by("-pk")
    return paged(rows, blocked_shown, page=page, size=size)


def check_friends(account: Account, app: App, user_ids: Sequence[str], check_type: str) -> dict[str, Any]:
    """A is the account, B the other: A_WITH_B where B is in A's list. SINGLE looks into no other list."""
    people = _people(app, user_ids)
    mine = Friend.objects.of(account).filter(friend__in=people.values())
    theirs = Friend.objects.filter(friend=account, active=True, owner__in=people.values())
    return _checked(
        user_ids,
        people,
        set(mine.values_list("friend", flat=True)),
        set(theirs.values_list("owner", flat=True)) if check_type == AddType.BOTH else set(),
    )


def check_blocked(account: Account, app: App, user_ids: Sequence[str], check_type: str) -> dict[str, Any]:
    people = _people(app, user_ids)
    mine = Block.objects.filter(owner=account, blocked__in=people.values())
    theirs = Block.objects.filter(blocked=account, owner__in=people.values())
    return _checked(
        user_ids,
        people,
        set(mine.values_list("blocked", flat=True)),
        set(theirs.values_list("owner", flat=True)) if check_type == AddType.BOTH else set(),
    )


def mutual_names(app_id: int, user_id: str) -> tuple[str, ...]:
    """The userIds of those with whom it is friends both ways."""
    rows = Friend.objects.filter(owner__app=app_id, owner__user_id=user_id, active=True).mutual()
    return tuple(rows.values_list("friend__user_id", flat=True))


def _people(app: App, user_ids: Sequence[str]) -> dict[str, int]:
    """userId → key, of those that are there."""
    there = Account.objects.of_app(app).there().filter(user_id__in=user_ids)
    return dict(there.values_list("user_id", "pk"))


def _checked(
    user_ids: Sequence[str], people: dict[str, int], mine: set[int], theirs: set[int]
) -> dict[str, Any]:
    results = []
    for user_id in user_ids:
        pk = people.get(user_id)
        word, ending = WORDS[pk in mine, pk in theirs], MISSING if pk is None else DONE
        results.append({"userId": user_id, "relation": word, "status": ending["status"]})
    return {"results": results}


def sequence_of(account: Account) -> int:
    return RelationState.objects.filter(pk=account.pk).values_list("sequence", flat=True).first() or 0


def _friends(rows: FriendQuerySet, *, page: int, size: int) -> dict[str, Any]:
    # Fetched after the page is cut: joined, all of the list would be sorted with the profiles in it.
    people = Prefetch("friend", Account.objects.only("app", "user_id", "nickname", "avatar"))
    ordered = rows.order_by("created_at", "pk").prefetch_related(people)
    found = paged(ordered, lambda row: row, page=page, size=size)
    return {**found, "items": friends_shown(found["items"])}


def _removed(account: Account, since: datetime) -> "QuerySet[Any, str]":
    gone = Friend.objects.filter(owner=account, active=False, updated_at__gt=since)
    return gone.order_by("updated_at", "pk").values_list("friend__user_id", flat=True)
