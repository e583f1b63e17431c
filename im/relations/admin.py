"""Friends, friend requests and blacklists in the console, found by the userId of either side."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from im.relations import acts
from im.relations.models import Block, Friend, FriendRequest


@admin.register(Friend)
class FriendAdmin(TenantAdmin):
    """One row for each direction. Those that ended are kept for other devices only, and not listed."""

    list_display = ["owner", "friend", "app", "remark", "group_name", "add_source", "created_at"]
    list_select_related = ["owner", "friend", "app"]
    search_fields = ["owner__user_id__exact", "friend__user_id__exact"]
    search_help_text = _("The userId of either of the two")
    exclude = ["remark_folded"]
    adds = acts.ADD_FRIEND
    acts = [acts.KEEP_FRIEND, acts.REMOVE_FRIEND]
    empty = _("Nobody has a friend yet. Add one here, or let the app do it: POST /api/im/friends.")

    def narrowed(self, request: HttpRequest, rows: QuerySet[Model]) -> QuerySet[Model]:
        return super().narrowed(request, rows).filter(active=True)


@admin.register(FriendRequest)
class FriendRequestAdmin(TenantAdmin):
    list_display = ["sender", "receiver", "app", "status", "wording", "created_at", "handled_at"]
    list_filter = ["status"]
    list_select_related = ["sender", "receiver", "app"]
    search_fields = ["sender__user_id__exact", "receiver__user_id__exact"]
    search_help_text = _("The userId of either of the two")
    acts = [acts.ACCEPT, acts.REJECT]
    empty = _("Requests appear here when somebody wants a friend who lets himself be asked first.")


@admin.register(Block)
class BlockAdmin(TenantAdmin):
    list_display = ["owner", "blocked", "app", "created_at"]
    list_select_related = ["owner", "blocked", "app"]
    search_fields = ["owner__user_id__exact", "blocked__user_id__exact"]
    search_help_text = _("The userId of either of the two")
    adds = acts.BLOCK
    acts = [acts.UNBLOCK]
    empty = _("Nobody blocks anybody.")
