"""An account's tab of devices and sessions: where he is signed in, and whether he is there."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from redis import RedisError

from accounts.console.current import operator_of
from accounts.console.sessions import KICK, is_open, state_of
from accounts.mandates import suffices
from accounts.models import Account, Session
from config.clock import moment
from config.console.cells import Cell, Kind, Table, Text
from config.console.panels import Panel
from console.accounts.chat import all_of
from im.presence import store
from im.presence.store import Device, State

MOST: Final = 50
AGENT: Final = 60  # characters


def tab(request: HttpRequest, account: Account) -> dict[str, Any]:
    sockets = _sockets(account)
    text, kind = _presence(sockets or [])
    may_kick = suffices(operator_of(request).mandate_for(account.app), KICK.role)
    kick = reverse("admin:accounts_account_do", args=[account.pk, "kick"]) if may_kick else ""
    return {
        "is_known": sockets is not None,
        "state": Cell(text, kind=kind),
        "last_seen": account.last_seen_at,
        "table": _sessions(account, sockets or [], may_kick=may_kick),
        "kick": kick,
    }


def _sockets(account: Account) -> list[Device] | None:
    """None while Redis is away: then nobody knows."""
    try:
        return store.of(account.app_id, [account.user_id])[account.user_id]
    except RedisError:
        return None


def _presence(sockets: list[Device]) -> tuple[Text, Kind]:
    state = store.state_of(sockets)
    if state is State.ONLINE:
        return _("online"), "success"
    return (_("in the background"), "warning") if sockets else (_("offline"), "")


def _sessions(account: Account, sockets: list[Device], *, may_kick: bool) -> Table:
    there: dict[str, list[Device]] = {}
    for socket in sockets:
        there.setdefault(socket.session, []).append(socket)
    back = reverse("admin:accounts_account_change", args=[account.pk])
    rows = []
    for session in Session.objects.filter(account=account).order_by("-pk")[:MOST]:
        mine = there.get(session.jti, [])
        act = reverse("admin:accounts_session_do", args=[session.pk, KICK.name])
        kick = f"{act}?{urlencode({'next': f'{back}?tab=sessions'})}"
        rows.append(
            [
                Cell(session.platform, link=reverse("admin:accounts_session_change", args=[session.pk])),
                session.device_id,
                _state(session, mine),
                Cell(at=moment(mine[0].connected_at)) if mine else "",
                str(session.ip or ""),
                session.user_agent[:AGENT],
                session.created_at,
                session.ended_at or session.expires_at,
                Cell(KICK.label, link=kick) if may_kick and is_open(session) else "",
            ]
        )
    head: list[Text] = [
        *(_("Platform"), _("Device"), _("State"), _("Connected"), _("Address"), _("Client")),
        *(_("Signed in"), _("Ended or ends"), ""),
    ]
    return Table(head, rows, _("He has never signed in."), all_of("accounts_session", account))


def _state(session: Session, sockets: list[Device]) -> Cell:
    if not is_open(session):
        return Cell(state_of(session), kind="")
    if not sockets:
        return Cell(_("signed in, not connected"), kind="info")
    text, kind = _presence(sockets)
    return Cell(text, kind=kind)


PANEL = Panel("sessions", _("Devices and sessions"), tab, "console/accounts/sessions.html")
