"""Hears of accounts inside their own transactions: what a new profile, or a deletion, means for friends."""

from accounts.models import Account
from im import events
from im.relations import actions
from im.relations.lists import mutual_names
from journal.facts import Fact

PRIVATE = frozenset({"allowType", "admin", "status"})


def deliver(fact: Fact) -> None:
    if fact.type == "account.updated" and fact.durable:  # not what is told to friends because of it
        _tell_friends(fact)
    elif fact.type == "account.deleted":
        account = Account.objects.select_related("app").get(app=fact.app_id, user_id=fact.data["userId"])
        actions.leave(account=account, app=account.app, operator_id=fact.data["operatorId"])


def _tell_friends(fact: Fact) -> None:
    friends = mutual_names(fact.app_id, fact.data["userId"])
    if friends:
        data = {name: value for name, value in fact.data.items() if name not in PRIVATE}
        events.profile_changed(data, app_id=fact.app_id, app_key=fact.app_key, users=friends)
