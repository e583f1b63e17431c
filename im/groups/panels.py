"""The tabs of a group's page: its members, who wants in, attributes, what was said and done there."""

from typing import Any, Final

from django.contrib.admin import site
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.console.tenant import TenantAdmin
from config.clock import moment
from config.console.cells import Cell, Table
from config.console.panels import Panel, table_panel
from im.groups.models import Group, GroupMember, JoinRequest, RequestStatus, Role
from im.moderation.rules import FOR_EVER
from journal.models import Operation

SIZE: Final = 50
FEW: Final = 20
LONGEST = 120
RANK = Case(
    When(role=Role.OWNER, then=Value(0)),
    When(role=Role.ADMIN, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def until(muted_until: int) -> Cell:
    """A mute as a person reads it; empty where there is none."""
    if muted_until == FOR_EVER:
        return Cell(_("For ever"), kind="warning")
    return Cell(at=moment(muted_until)) if muted_until else Cell()


def _doable(request: HttpRequest, group: Group, rows: "QuerySet[Any]") -> dict[str, Any]:
    """Each row with what the operator can do to it, and what can be done to many; his role is asked once."""
    admin: Any = site.get_model_admin(rows.model)
    assert isinstance(admin, TenantAdmin)  # noqa: S101  all of ours are
    allowed = admin.allowed(request, group.app)
    entries: list[dict[str, Any]] = []
    for row in rows:
        row.group = group
        entries.append({"row": row, "acts": [act for act in allowed if act.fits(row)]})
    some = {act.name for entry in entries for act in entry["acts"] if act.many}
    at = f"admin:im_{admin.opts.model_name}_do_many"
    many = [{"act": act, "link": reverse(at, args=[act.name])} for act in allowed if act.name in some]
    return {"entries": entries, "many": many}


def _members(request: HttpRequest, group: Group) -> dict[str, Any]:
    """A page of them, owner and admins first; a group has 10,000 at most."""
    words = request.GET.get("q", "").strip().replace("\0", "")[:64]
    places = GroupMember.objects.found_by(group, words) if words else GroupMember.objects.of(group)
    page = _page(request)
    ordered = places.select_related("account").order_by(RANK, "joined_at", "pk")
    found = _doable(request, group, ordered[(page - 1) * SIZE : page * SIZE + 1])
    for entry in found["entries"]:
        entry["until"] = until(entry["row"].mute_until)
    is_more = len(found["entries"]) > SIZE
    shown = {**found, "entries": found["entries"][:SIZE], "words": words}
    return {**shown, "newer": page - 1, "older": page + 1 if is_more else 0}


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1


def _requests(request: HttpRequest, group: Group) -> dict[str, Any]:
    """All that wait, as far as a page goes, and the last that were answered."""
    asked = JoinRequest.objects.filter(group=group).select_related("account", "inviter")
    waiting = asked.filter(status=RequestStatus.PENDING).order_by("created_at", "pk")
    handled = asked.exclude(status=RequestStatus.PENDING).order_by("-created_at", "-pk")[:FEW]
    head = (_("User"), _("Outcome"), _("By"), _("Note"), _("At"))
    lines = [
        (one.account.user_id, one.get_status_display(), one.handler_id, one.handle_message, one.handled_at)
        for one in handled
    ]
    answered = Table(head, lines, _("None was answered yet."))
    return {**_doable(request, group, waiting[:SIZE]), "answered": answered}


def _attributes(request: HttpRequest, group: Group) -> Table:
    kept = getattr(group, "attributes", None)
    values = kept.values if kept is not None else {}
    lines = [(Cell(key, mono=True), value) for key, value in sorted(values.items())]
    return Table((_("Key"), _("Value")), lines, _("No attributes. The members' apps or you can write some."))


def _messages(request: HttpRequest, group: Group) -> Table:
    """The slice above is reached through the rows, and not imported."""
    head = (_("Number"), _("From"), _("Kind"), _("Content"), _("At"))
    conversation = getattr(group, "conversation", None)
    if conversation is None:
        return Table(head, [], _("Nobody has said anything here yet."))
    said = [
        (
            Cell(one.seq, link=reverse("admin:im_message_change", args=[one.pk])),
            one.from_id,
            one.msg_type,
            _words(one),
            one.created_at,
        )
        for one in conversation.messages.order_by("-seq")[:FEW]
    ]
    more = f"{reverse('admin:im_message_changelist')}?conversation={conversation.pk}"
    return Table(head, said, _("Nobody has said anything here yet."), more=more)


def _words(message: Any) -> Cell:
    if message.is_revoked:
        return Cell(_("Revoked"), kind="warning")
    text = message.content.get("text") or message.content.get("event") or ""
    return Cell(str(text)[:LONGEST])


def _log(request: HttpRequest, group: Group) -> Table:
    entries = Operation.objects.filter(app_id=group.app_id, target_id=group.group_id)
    lines = [
        (
            Cell(one.action, link=reverse("admin:journal_operation_change", args=[one.pk]), mono=True),
            one.operator_id,
            one.detail.get("comment", ""),
            one.created_at,
        )
        for one in entries.order_by("-created_at", "-id")[:SIZE]
    ]
    head = (_("What"), _("By"), _("Comment"), _("At"))
    more = f"{reverse('admin:journal_operation_changelist')}?q={group.group_id}"
    return Table(head, lines, _("Nobody has done anything to this group yet."), more=more)


PANELS = [
    Panel("members", _("Members"), _members, "groups/members.html"),
    Panel("requests", _("Join requests"), _requests, "groups/requests.html"),
    table_panel("attributes", _("Attributes"), _attributes),
    table_panel("messages", _("Messages"), _messages),
    table_panel("log", _("Operation log"), _log),
]
