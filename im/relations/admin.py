"""Friends, friend requests and blacklists in the console: to be read."""

from django.contrib import admin

from accounts.console.tenant import TenantAdmin
from im.relations.models import Block, Friend, FriendRequest


@admin.register(Friend)
class FriendAdmin(TenantAdmin):
    app_path = "owner__app"
    list_display = ["owner", "friend", "active", "group_name", "add_source", "created_at", "updated_at"]
    list_filter = ["active", "created_at"]
    list_select_related = ["owner", "friend"]
    search_fields = ["owner__user_id__exact", "friend__user_id__exact"]
    ordering = ["-id"]
    exclude = ["remark_folded"]


@admin.register(FriendRequest)
class FriendRequestAdmin(TenantAdmin):
    app_path = "sender__app"
    list_display = ["sender", "receiver", "status", "wording", "created_at", "handled_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["sender", "receiver"]
    search_fields = ["sender__user_id__exact", "receiver__user_id__exact"]
    ordering = ["-id"]


@admin.register(Block)
class BlockAdmin(TenantAdmin):
    app_path = "owner__app"
    list_display = ["owner", "blocked", "created_at"]
    list_select_related = ["owner", "blocked"]
    search_fields = ["owner__user_id__exact", "blocked__user_id__exact"]
    ordering = ["-id"]
