"""Hears of accounts inside their own transactions: whoever is deleted is rung nowhere any more."""

from journal.facts import Fact
from push import devices


def deliver(fact: Fact) -> None:
    """Logout and kick keep the devices: who is signed out still wants to be rung."""
    if fact.type == "account.deleted":
        devices.leave_with(fact.app_id, fact.data["userId"], reason="ACCOUNT_DELETED")
