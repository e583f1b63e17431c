"""Accounts change their names: in their groups they are found by the new ones."""

from collections.abc import Collection

from im.groups.models import FOUND, GroupMember, GroupStatus


def renamed(app_id: int, user_ids: Collection[str]) -> None:
    """Whoever changes an account holds its row: no name card of its changes meanwhile."""
    places = GroupMember.objects.filter(account__app=app_id, account__user_id__in=user_ids, active=True)
    places = places.filter(group__status=GroupStatus.ACTIVE).select_related("account")
    stale = []
    for place in places.order_by("pk"):
        before = place.found_names
        place.find_by(place.account)
        if place.found_names != before:
            stale.append(place)
    GroupMember.objects.bulk_update(stale, FOUND, batch_size=1_000)
