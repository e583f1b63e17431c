"""Hears of accounts inside their own transactions: who is deleted leaves his groups."""

from functools import partial

from django.db import transaction

from accounts.models import Account
from im.groups.actions import departing
from journal.facts import Fact


def deliver(fact: Fact) -> None:
    """His token is dead with the deletion. The groups' rows are locked after it, one by one, and not within:
    it holds the account's row, which whoever changes a group asks for first.
    """
    if fact.type != "account.deleted":
        return
    account = Account.objects.select_related("app").get(app=fact.app_id, user_id=fact.data["userId"])
    departing.begin(account=account, operator_id=fact.data["operatorId"], messages=fact.data["purgeMessages"])
    transaction.on_commit(partial(departing.finish_soon, account.pk), robust=True)
