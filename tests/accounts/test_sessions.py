"""Sessions over a month ago are removed; who is signed in, or was until lately, is still in the list."""

from datetime import timedelta

from django.utils import timezone

from accounts import tasks
from accounts.actions import sessions
from accounts.actions.sessions import open_session
from accounts.models import Account, EndReason, Session
from tests.client import Client


def test_only_what_was_over_a_month_ago_goes(alice: Account) -> None:
    now = timezone.now()
    young, old = now - timedelta(days=29), now - timedelta(days=31)
    kept = []
    for ended, expires in [(None, now), (young, now), (None, young), (old, now), (None, old), (old, old)]:
        session = open_session(alice, platform="WEB", device_id="", life=60).session
        Session.objects.filter(pk=session.pk).update(ended_at=ended, expires_at=expires)
        if old not in (ended, expires):
            kept.append(session.pk)
    assert sessions.prune(batch=2) == 3
    assert sorted(Session.objects.values_list("pk", flat=True)) == kept
    tasks.prune()
    assert Session.objects.count() == 3


def test_what_has_ended_keeps_its_first_reason(alice: Account, as_alice: Client) -> None:
    rows = Session.objects.filter(account=alice)
    assert rows.end(EndReason.LOGOUT) == 1
    assert rows.end(EndReason.ADMIN) == 0
    assert rows.get().end_reason == "LOGOUT"


def test_addresses_of_both_kinds_are_kept(alice: Account) -> None:
    for ip in ("192.0.2.1", "2001:db8::1", ""):
        session = open_session(alice, platform="WEB", device_id="", life=60, ip=ip).session
        session.refresh_from_db()
        assert session.ip == (ip or None)
