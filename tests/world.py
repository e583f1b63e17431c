"""What stands for all tests of a module: made once; what a test does to it is undone with the test."""

from dataclasses import dataclass, replace

from accounts.actions import apps
from accounts.models import Account, App, Operator


@dataclass(frozen=True)
class World:
    made: apps.Made
    known: dict[str, str]
    foreign: dict[str, str]


current: World | None = None


def made() -> apps.Made | None:
    return replace(current.made, app=App.objects.get(pk=current.made.app.pk)) if current else None


def other() -> App | None:
    return App.objects.get(app_key="other") if current else None


def account(app: App, user_id: str) -> Account | None:
    return Account.objects.filter(app=app, user_id=user_id).first() if current else None


def operator() -> Operator | None:
    return Operator.objects.get(username="olga") if current else None
