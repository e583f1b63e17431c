"""Hears of accounts inside their transactions: the deleted leave their groups, new names are found there."""

from functools import partial

from django.db import transaction

from accounts.models import Account
from im.groups.actions import departing, renaming
from journal.facts import Fact


def deliver(fact: Fact) -> None:
    if fact.type == "account.deleted":
        _depart(fact)
    elif fact.type == "account.updated" and fact.durable:  # not what is told to friends because of it
        renaming.renamed(fact.app_id, [fact.data["userId"]])
    elif fact.type == "account.imported":
        renaming.renamed(fact.app_id, [account["userId"] for account in fact.data["accounts"]])


def _depart(fact: Fact) -> None:
    """His token is dead with the deletion. The groups' rows are locked after it, one by one, and not within:
    it holds the account's row, which whoever changes a group asks for first.
    """
    account = Account.objects.select_related("app").get(app=fact.app_id, user_id=fact.data["userId"])
    departing.begin(account=account, operator_id=fact.data["operatorId"], messages=fact.data["purgeMessages"])
    transaction.on_commit(partial(departing.finish_soon, account.pk), robust=True)
