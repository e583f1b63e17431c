"""Groups, their members and those who want in, in the console."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from config.clock import moment
from im.groups import acts, panels
from im.groups.models import Group, GroupMember, JoinRequest
from im.moderation.rules import FOR_EVER


@admin.register(Group)
class GroupAdmin(TenantAdmin):
    list_display = [
        *("group_id", "app", "name", "owner", "size", "visibility", "join_option", "status", "created_at")
    ]
    list_filter = ["visibility", "status"]
    list_select_related = ["app", "owner"]
    search_fields = ["group_id__startswith", "owner__user_id__exact"]
    search_help_text = _("How the group id begins, a part of the name, or the owner's userId")
    exclude = ["name_folded", "name_grams"]
    adds = acts.CREATE
    acts = acts.OF_GROUPS
    panels = panels.PANELS
    empty = _("No group yet. Create one here, or let the app do it: POST /api/im/groups.")

    @admin.display(description=_("members"))
    def size(self, group: Group) -> str:
        return f"{group.member_count} / {group.max_members}"

    def found(self, request: HttpRequest, path: str, wanted: str | int) -> Q:
        """By a part of the name too, which has an index of its own."""
        found = super().found(request, path, wanted)
        if not path.startswith("group_id"):
            return found
        named = self.reachable(request, Group).matching(str(wanted))  # type: ignore[attr-defined]
        return found | Q(pk__in=named.values("pk"))


@admin.register(GroupMember)
class GroupMemberAdmin(TenantAdmin):
    """Who is in a group now. A place that was left is kept for its mute, and not listed."""

    list_display = ["account", "group", "app", "role", "name_card", "muted", "joined_at"]
    list_select_related = ["group", "account", "app"]
    search_fields = ["group__group_id__exact", "account__user_id__exact"]
    search_help_text = _("A group id or a userId")
    exclude = ["found_id", "found_names", "found_grams"]
    acts = acts.OF_MEMBERS
    empty = _("Nobody is in a group yet.")

    def narrowed(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        return super().narrowed(request, rows).filter(active=True)

    @admin.display(description=_("muted until"), empty_value="")
    def muted(self, place: GroupMember) -> Any:
        end = place.mute_until
        shown: datetime | None = moment(end) if end > 0 else None
        return _("For ever") if end == FOR_EVER else shown


@admin.register(JoinRequest)
class JoinRequestAdmin(TenantAdmin):
    list_display = [*("account", "group", "app", "inviter", "status", "message", "created_at", "handled_at")]
    list_filter = ["status"]
    list_select_related = ["group", "account", "inviter", "app"]
    search_fields = ["group__group_id__exact", "account__user_id__exact"]
    search_help_text = _("A group id or a userId")
    acts = [acts.ACCEPT, acts.REJECT]
    empty = _("Requests appear here when somebody wants to join a group that asks first.")
