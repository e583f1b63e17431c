"""What is told of accounts beyond their own events: new profiles to friends, mutes, who is online."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import App
from im.events.telling import record_one
from journal.facts import Audience, Fact
from journal.outbox import record


def profile_changed(data: dict[str, Any], *, app_id: int, app_key: str, users: tuple[str, ...]) -> None:
    """`account.updated` once more, for the sockets of friends; accounts themselves know no friends."""
    record(Fact("account.updated", app_id, app_key, data, Audience(users=users), durable=False))


def mute_changed(shown: dict[str, Any], *, app: App, operator_id: str) -> None:
    """The whole app's: to everybody."""
    record_one("mute.changed", app, {**shown, "operatorId": operator_id}, Audience(whole_app=True))


def mutes_changed(shown: Sequence[dict[str, Any]], *, app: App, operator_id: str) -> None:
    """Single accounts': to each his own."""
    record(
        *(
            Fact(
                "mute.changed",
                app.pk,
                app.app_key,
                {**one, "operatorId": operator_id},
                Audience(users=(one["userId"],)),
            )
            for one in shown
        )
    )


@transaction.atomic
def presence_changed(app_id: int, user_id: str, online: bool) -> None:
    """Called by the gateway for an account's first and last socket."""
    app = App.objects.get(pk=app_id)
    name = "user.online" if online else "user.offline"
    record(Fact(name, app.pk, app.app_key, {"userId": user_id, "operatorId": user_id}, socket=False))
