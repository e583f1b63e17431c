"""Lists of words and what was flagged, in the console: to be read."""

from django.contrib import admin

from accounts.console.tenant import TenantAdmin
from im.moderation.models import Flagged, KeywordFilter

SHOWN = 80


@admin.register(KeywordFilter)
class KeywordFilterAdmin(TenantAdmin):
    list_display = [
        "word",
        "app",
        "match_type",
        "action",
        "replacement",
        "category",
        "scopes",
        "enabled",
        "hit_count",
        "created_at",
    ]
    list_filter = ["app", "action", "match_type", "enabled"]
    list_select_related = ["app"]
    search_fields = ["word__startswith", "category__exact"]
    ordering = ["-id"]
    exclude = ["folded"]


@admin.register(Flagged)
class FlaggedAdmin(TenantAdmin):
    """What was said is a plain string, which the template escapes."""

    list_display = ["id", "app", "kind", "target_id", "user_id", "said", "words", "review", "created_at"]
    list_filter = ["app", "review", "kind", "created_at"]
    list_select_related = ["app"]
    search_fields = ["target_id__exact"]
    ordering = ["-id"]

    @admin.display(description="text")
    def said(self, row: Flagged) -> str:
        return row.text[:SHOWN]

    @admin.display(description="words")
    def words(self, row: Flagged) -> str:
        return ", ".join(dict.fromkeys(hit["word"] for hit in row.hits))[:SHOWN]
