"""Somebody looks at what was flagged, and says whether it may stay."""

import pytest

from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.moderation import actions
from im.moderation.models import Flagged
from journal.models import Operation


@pytest.fixture
def flagged(acme: App) -> Flagged:
    return Flagged.objects.create(app=acme, kind="PROFILE", target_id="bob", user_id="bob", text="a broker")


@pytest.fixture
def by(acme: App, root: Account) -> Caller:
    return Caller("A", app=acme, account=root)


@pytest.mark.parametrize("verdict", ["APPROVED", "REMOVED"])
def test_it_is_decided_once_and_kept_who_did(verdict: str, flagged: Flagged, acme: App, by: Caller) -> None:
    row = actions.review(app=acme, flagged_id=flagged.pk, verdict=verdict, note="fine", by=by)
    assert (row.review, row.reviewed_by, row.note) == (verdict, "root", "fine")
    assert row.reviewed_at is not None
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == ("FLAGGED_REVIEW", "ACCOUNT", "bob")
    assert entry.detail == {"flaggedId": str(row.pk), "review": verdict, "note": "fine"}
    with pytest.raises(Refusal) as refused:
        actions.review(app=acme, flagged_id=flagged.pk, verdict="APPROVED", by=by)
    assert refused.value.status == "10015"


def test_another_apps_are_not_there(flagged: Flagged, other: App, by: Caller) -> None:
    with pytest.raises(Refusal) as refused:
        actions.review(app=other, flagged_id=flagged.pk, verdict="APPROVED", by=by)
    assert refused.value.code == 404
    assert Flagged.objects.get().review == "OPEN"


@pytest.mark.parametrize("verdict", ["OPEN", "MAYBE"])
def test_there_are_two_verdicts(verdict: str, flagged: Flagged, acme: App, by: Caller) -> None:
    with pytest.raises(Refusal) as refused:
        actions.review(app=acme, flagged_id=flagged.pk, verdict=verdict, by=by)
    assert refused.value.code == 400
