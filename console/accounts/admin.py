"""The accounts in the console, all round: what chat, push and accounts know of one stands on one page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import online
from accounts.console.operations import changes_in_words, who
from accounts.console.settings import ALLOW_TYPES
from accounts.console.tenant import TenantAdmin
from accounts.models import Account
from config.console.cells import Cell, Table
from config.console.panels import table_panel
from console.accounts import chat, pushing, signed_in
from console.accounts.acts import ACTS, IMPORT
from console.accounts.forms import GENDERS
from journal.models import Operation

MOST = 50


def operations(request: HttpRequest, account: Account) -> Table:
    """What was done to him."""
    found = Operation.objects.filter(app_id=account.app_id, target_id=account.user_id)
    rows = [
        [
            Cell(at=one.created_at, link=reverse("admin:journal_operation_change", args=[one.pk])),
            Cell(one.action, mono=True),
            who(one),
            one.detail.get("comment"),
            changes_in_words(one),
        ]
        for one in found.order_by("-created_at", "-id")[:MOST]
    ]
    head = [_("When"), _("Action"), _("By"), _("Comment"), _("Changes")]
    return Table(head, rows, _("Nobody has changed anything."), chat.all_of("journal_operation", account))


@admin.register(Account)
class AccountAdmin(TenantAdmin):
    acts = ACTS
    adds = IMPORT
    panels = [
        signed_in.PANEL,
        pushing.PANEL,
        *chat.PANELS,
        table_panel("operations", _("Operation log"), operations),
    ]
    empty = _("An account is made by its first login, or by an import: one here, many under Import accounts.")
    list_display = ["user_id", "app", "nickname", "status", "admin", "last_login_at", "created_at"]
    list_filter = ["status", "admin"]
    list_select_related = ["app"]
    search_fields = ["user_id__startswith"]
    search_help_text = _("How the userId begins, or any part of the nickname.")
    readonly_fields = ["presence", "friends_by", "sex"]
    fields = [
        *("user_id", "nickname", "status", "admin", "presence", "last_login_at", "last_seen_at"),
        *("avatar", "sex", "birthday", "location", "signature", "language", "friends_by"),
        *("level", "role", "custom", "created_at", "updated_at"),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As the API's search, and of those who are gone too."""
        term = search_term.strip().replace("\0", "")
        return Account.objects.matching(term) & queryset if term else queryset, False

    @admin.display(description=_("presence"))
    def presence(self, account: Account) -> Any:
        return _("online") if account.user_id in online.of([account]) else _("offline")

    @admin.display(description=_("gender"))
    def sex(self, account: Account) -> Any:
        return dict(GENDERS).get(account.gender, account.gender)

    @admin.display(description=_("who may add him as a friend"))
    def friends_by(self, account: Account) -> str:
        chosen = str(dict(ALLOW_TYPES)[account.effective_allow_type])
        return chosen if account.allow_type else f"{chosen} ({_('as the app says')})"
