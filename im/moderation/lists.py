"""Who is muted, and until when; which words are in the list; what was flagged."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from accounts.models import Account, App
from config.api.paging import cursor_of, fed, paged, position_in
from config.clock import now_ms
from im.moderation import rules
from im.moderation.models import AccountMute, AppMute, Flagged, KeywordFilter
from im.moderation.screening import fold
from im.moderation.shapes import account_mute_shown, app_mute_shown, flagged_shown, keyword_shown


def app_state(app: App) -> dict[str, Any]:
    return app_mute_shown(AppMute.objects.filter(pk=app.pk).first(), now_ms())


def account_state(app: App, user_id: str) -> dict[str, Any]:
    account = Account.objects.of_app(app).there().filter(user_id=user_id).first()
    if account is None:
        raise rules.missing()
    return account_mute_shown(user_id, AccountMute.objects.filter(pk=account.pk).first(), now_ms())


def muted_page(app: App, *, page: int, size: int) -> dict[str, Any]:
    """Those muted at this moment, who was muted last first."""
    now = now_ms()
    single = Q(single_until=rules.FOR_EVER) | Q(single_until__gt=now)
    group = Q(group_until=rules.FOR_EVER) | Q(group_until__gt=now)
    rows = AccountMute.objects.filter(single | group, app=app).select_related("account")

    def shown(row: AccountMute) -> dict[str, Any]:
        return account_mute_shown(row.account.user_id, row, now)

    return paged(rows.order_by("-updated_at", "-pk"), shown, page=page, size=size)


def keyword_page(app: App, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The newest first. `keyword` is any part of a word, folded as they are."""
    rows = KeywordFilter.objects.filter(app=app)
    for name in ("action", "enabled", "category"):
        if name in asked:
            rows = rows.filter(**{name: asked[name]})
    if "keyword" in asked:
        part = fold(asked["keyword"])
        rows = rows.filter(folded__contains=part) if part else rows.none()
    return paged(rows.order_by("-pk"), keyword_shown, page=asked["page"], size=asked["size"])


def flagged_feed(
    app: App, *, review: str, limit: int, kind: str | None = None, cursor: str | None = None
) -> dict[str, Any]:
    """The newest first, from an index."""
    rows = Flagged.objects.filter(app=app, review=review)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if cursor is not None:
        rows = rows.filter(pk__lt=position_in(cursor, int)[0])
    found = list(rows.order_by("-pk")[: limit + 1])
    following = cursor_of(found[limit - 1].pk) if len(found) > limit else None
    return fed([flagged_shown(row) for row in found[:limit]], next_cursor=following)


def keywords(app: App) -> Iterable[KeywordFilter]:
    """All of them, as they came in."""
    return KeywordFilter.objects.filter(app=app).order_by("pk").iterator(chunk_size=5_000)
