"""Groups, their members and join requests in the console: to be read."""

from django.contrib import admin

from accounts.console.tenant import TenantAdmin
from im.groups.models import Group, GroupMember, JoinRequest


@admin.register(Group)
class GroupAdmin(TenantAdmin):
    list_display = ["group_id", "app", "name", "owner", "member_count", "visibility", "status", "created_at"]
    list_filter = ["app", "visibility", "status", "created_at"]
    list_select_related = ["app", "owner"]
    search_fields = ["group_id__startswith", "owner__user_id__exact"]
    ordering = ["-id"]
    exclude = ["name_folded", "name_grams"]


@admin.register(GroupMember)
class GroupMemberAdmin(TenantAdmin):
    list_display = ["group", "account", "role", "active", "name_card", "muted_until", "joined_at"]
    list_filter = ["role", "active"]
    list_select_related = ["group", "account"]
    search_fields = ["group__group_id__exact", "account__user_id__exact"]
    ordering = ["-id"]
    exclude = ["found_id", "found_names", "found_grams"]


@admin.register(JoinRequest)
class JoinRequestAdmin(TenantAdmin):
    list_display = ["group", "account", "inviter", "status", "message", "created_at", "handled_at"]
    list_filter = ["status", "created_at"]
    list_select_related = ["group", "account", "inviter"]
    search_fields = ["group__group_id__exact", "account__user_id__exact"]
    ordering = ["-id"]
