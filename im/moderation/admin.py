"""The list of words in the console."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.console.acts import Act, Asked, Row
from accounts.console.current import current_app
from accounts.console.tenant import TenantAdmin
from im.moderation.console.forms import DEFAULTS, WordForm, WordsForm, options_of, where
from im.moderation.models import FilterAction, KeywordFilter, MatchType
from im.moderation.screening import fold

CATEGORIES_OFFERED = 50
COLOURS = {"BLOCK": "danger", "REPLACE": "info", "FLAG": "warning"}


def _words(asked: Asked) -> dict[str, Any]:
    """One word is asked for as one: what is wrong with it is said at once."""
    given = dict(asked.given)
    words = [line for line in given.pop("words").splitlines() if line.strip()]
    return {"word": words[0], **given} if len(words) == 1 else {"words": words, **given}


ADD = Act(
    name="add",
    label=_("Add words"),
    said=_("Messages, profiles and groups are held against these words within two seconds."),
    deed=Row("POST", "/api/im/admin/keyword-filters", body=_words),
    form=WordsForm,
    initial=lambda row: DEFAULTS,
    answer="moderation/added.html",
    icon="add",
)
CHANGE = Act(
    name="change",
    label=_("Change"),
    said=_("What is sent from now on is held against the word as you leave it here."),
    deed=Row(
        "PUT", "/api/im/admin/keyword-filters/{row.pk}", body=lambda asked: {"category": "", **asked.given}
    ),
    form=WordForm,
    initial=options_of,
    icon="edit",
)
ENABLE = Act(
    name="enable",
    label=_("Enable"),
    said=_("Messages are held against it again."),
    deed=Row("PUT", "/api/im/admin/keyword-filters/{row.pk}", body=lambda asked: {"enabled": True}),
    many=True,
    icon="toggle_on",
    fits=lambda row: not row.enabled,
)
DISABLE = Act(
    name="disable",
    label=_("Disable"),
    said=_("It stays in the list, and nothing is held against it."),
    deed=Row("PUT", "/api/im/admin/keyword-filters/{row.pk}", body=lambda asked: {"enabled": False}),
    many=True,
    icon="toggle_off",
    fits=lambda row: row.enabled,
)
DELETE = Act(
    name="delete",
    label=_("Delete"),
    said=_("It leaves the list. What was flagged because of it stays in the review queue."),
    deed=Row("DELETE", "/api/im/admin/keyword-filters/{row.pk}", body=None),
    done=_("Deleted."),
    danger=True,
    many=True,
    icon="delete",
)
DELETE_CATEGORY = Act(
    name="delete-category",
    label=_("Delete its whole category"),
    said=_("All words of this category leave the list."),
    deed=Row(
        "POST",
        "/api/im/admin/keyword-filters/batch/remove",
        body=lambda asked: {"category": asked.target.category},
    ),
    done=_("Deleted."),
    danger=True,
    icon="delete_sweep",
    fits=lambda row: bool(row.category),
)


class CategoryFilter(admin.SimpleListFilter):
    """Those that the app has."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        app = current_app(request)
        words = KeywordFilter.objects.exclude(category="")
        words = words.filter(app=app) if app is not None else words
        found = words.order_by("category").values_list("category", flat=True).distinct()
        return [(name, name) for name in found[:CATEGORIES_OFFERED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(category=self.value()) if self.value() else queryset


@admin.register(KeywordFilter)
class KeywordFilterAdmin(TenantAdmin):
    empty = _("No words yet: add some, or import a list. Then try it on a text.")
    list_before_template = "moderation/word_tools.html"
    list_display = [
        "word",
        "app",
        "match_type",
        "does",
        "becomes",
        "category",
        "where",
        "enabled",
        "hit_count",
        "created_at",
    ]
    list_filter = ["action", "match_type", "enabled", CategoryFilter]
    list_select_related = ["app"]
    search_fields = ["folded"]
    search_help_text = _("Any part of a word, or a whole category")
    exclude = ["folded"]
    acts = [CHANGE, ENABLE, DISABLE, DELETE, DELETE_CATEGORY]
    adds = ADD

    @admin.display(description=_("Where"))
    def where(self, row: KeywordFilter) -> str:
        return where(row.scopes)

    @display(description=_("Action"), label=COLOURS)  # type: ignore[untyped-decorator]  # unfold's
    def does(self, row: KeywordFilter) -> tuple[str, str] | str:
        """What is allowed does nothing."""
        return "" if row.match_type == MatchType.ALLOW else (row.action, row.get_action_display())

    @admin.display(description=_("Replacement"))
    def becomes(self, row: KeywordFilter) -> str:
        return row.replacement if row.action == FilterAction.REPLACE else ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """As people write it, and as the engine reads it. An app has at most 100,000 words."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        found = Q(category=term)
        if part := fold(term):
            found |= Q(folded__contains=part)
        return queryset.filter(found), False
