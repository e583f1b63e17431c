"""What can be done to operators."""

from typing import Any

from accounts.models import Authenticator, Operator
from accounts.models.authenticator import new_key
from tests.console.acting import Case, Known

MODEL = "accounts.operator"
AT = "/api/platform/operators/$operator"


def _otto(known: Known) -> Operator:
    return Operator.objects.get(username=known["operator"])


def _by_a_superuser(known: Known) -> None:
    Operator.objects.filter(username="olga").update(is_superuser=True)


def _with_two_factor(known: Known) -> None:
    _by_a_superuser(known)
    Authenticator(user=_otto(known), name="app", key=new_key()).save()


def _switched_off(known: Known) -> None:
    _by_a_superuser(known)
    Operator.objects.filter(username=known["operator"]).update(is_active=False)


def _superuser(known: Known) -> None:
    _by_a_superuser(known)
    Operator.objects.filter(username=known["operator"]).update(is_superuser=True)


def _flag(act: str, before: Any, **body: bool) -> Case:
    return Case(f"{MODEL}/{act}", f"PUT {AT}", _otto, body=body, before=before)


CASES = [
    Case(
        act=f"{MODEL}/add",
        call="POST /api/platform/operators",
        form={"username": "nora", "name": "Nora", "appKey": "acme", "role": "SUPPORT"},
        body={"username": "nora", "name": "Nora", "appKey": "acme", "role": "SUPPORT"},
    ),
    Case(
        act=f"{MODEL}/give-role",
        call=f"PUT {AT}/mandates/acme",
        at=_otto,
        form={"appKey": "acme", "role": "OPERATOR"},
        body={"role": "OPERATOR"},
    ),
    Case(
        act=f"{MODEL}/withdraw-role",
        call=f"DELETE {AT}/mandates/acme",
        at=_otto,
        form={"appKey": "acme"},
    ),
    Case(
        act=f"{MODEL}/edit",
        call=f"PUT {AT}",
        at=_otto,
        form={"name": "Otto", "email": "otto@example.com", "mustUseTwoFactor": "on"},
        body={"name": "Otto", "email": "otto@example.com", "mustUseTwoFactor": True},
        before=_by_a_superuser,
    ),
    Case(f"{MODEL}/reset-password", f"POST {AT}/reset-password", _otto, before=_by_a_superuser),
    Case(f"{MODEL}/reset-two-factor", f"POST {AT}/reset-two-factor", _otto, before=_with_two_factor),
    _flag("switch-off", _by_a_superuser, isActive=False),
    _flag("switch-on", _switched_off, isActive=True),
    _flag("make-superuser", _by_a_superuser, isSuperuser=True),
    _flag("unmake-superuser", _superuser, isSuperuser=False),
]
