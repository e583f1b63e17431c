"""Operators as others manage them: superusers all of it, administrators the roles in their own apps."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.actions.operators import INSTALLATION
from accounts.callers import Caller
from accounts.models import App, Authenticator, Mandate, Operator, OperatorRole
from config.api.errors import BadParameter, Forbidden, Missing
from config.api.status import OPERATOR_MISSING, OTHER_APP, ROLE_TOO_LOW
from journal import audit

COLUMNS: Final = {
    "name": "first_name",
    "email": "email",
    "isActive": "is_active",
    "isSuperuser": "is_superuser",
    "mustUseTwoFactor": "must_use_two_factor",
}


@dataclass(frozen=True, slots=True)
class Hired:
    """An operator and his first password, which can be read only now."""

    operator: Operator
    password: str


def seen_by(by: Operator) -> QuerySet[Operator]:
    """An administrator of apps sees who has a role in them, but no superuser."""
    if by.is_superuser:
        return Operator.objects.all()
    there = Mandate.objects.filter(app__in=by.administers().values("pk"))
    return Operator.objects.filter(is_superuser=False, pk__in=there.values("operator"))


def administrates(by: Operator) -> bool:
    return by.is_superuser or by.administers().exists()


def require_administrator(by: Operator) -> None:
    if not administrates(by):
        raise Forbidden(ROLE_TOO_LOW, "only administrators manage operators")


@transaction.atomic
def create(*, given: Mapping[str, Any], by: Caller) -> Hired:
    """With a role in an app, if `appKey` and `role` are given; who is no superuser must give them."""
    boss = _boss(by)
    app = _app(boss, given["appKey"]) if "appKey" in given else None
    if app is None and not boss.is_superuser:
        raise BadParameter("appKey", "is required: you give roles in your apps")
    if (app is None) != ("role" not in given):
        raise BadParameter("role", "goes together with appKey")
    operator = Operator(
        username=given["username"],
        first_name=given.get("name", ""),
        email=given.get("email", ""),
        is_staff=True,
        must_change_password=True,
        must_use_two_factor=given.get("mustUseTwoFactor", False),
    )
    password = given.get("password") or new_password()
    _judge(password, operator)
    operator.set_password(password)
    _insert(operator)
    detail = {"name": operator.first_name}
    if app is not None:
        Mandate.objects.create(operator=operator, app=app, role=given["role"])
        detail["role"] = given["role"]
    _log(by, "OPERATOR_CREATE", operator, app, detail)
    return Hired(operator, password)


@transaction.atomic
def change(*, username: str, given: Mapping[str, Any], by: Caller) -> Operator:
    """Whoever is switched off is out at once, and the last active superuser stays one."""
    if {"isActive", "isSuperuser"} & given.keys():  # of two who remove each other at once one is told so
        list(Operator.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
    operator = _for_superusers(username, by)
    before = shown(operator)
    for name, column in COLUMNS.items():
        if name in given:
            setattr(operator, column, given[name])
    if before["isActive"] and not operator.is_active:
        operator.epoch += 1
    operator.save()
    if before["isSuperuser"] and before["isActive"]:
        _require_a_superuser("isActive" if not operator.is_active else "isSuperuser")
    _log(by, "OPERATOR_UPDATE", operator, None, {"changed": audit.changes(before, shown(operator))})
    return operator


@transaction.atomic
def reset_password(*, username: str, by: Caller) -> Hired:
    """His sessions and tokens end; the new one must be changed at the first sign-in."""
    operator = _for_superusers(username, by)
    password = new_password()
    operator.set_password(password)
    operator.must_change_password = True
    operator.save()
    _log(by, "OPERATOR_PASSWORD_RESET", operator, None, {})
    return Hired(operator, password)


@transaction.atomic
def reset_two_factor(*, username: str, by: Caller) -> Operator:
    """For a lost phone: the next sign-in is by the password alone, and then, if he must, a new set-up."""
    operator = _for_superusers(username, by)
    gone, _tables = Authenticator.objects.filter(user=operator).delete()
    end_sessions(operator)
    _log(by, "OPERATOR_TWO_FACTOR_RESET", operator, None, {"had": bool(gone)})
    return operator


@transaction.atomic
def give_role(*, username: str, app_key: str, role: OperatorRole, by: Caller) -> Operator:
    boss = _boss(by)
    app, operator = _app(boss, app_key), found(username, boss)
    mandate = Mandate.objects.select_for_update().filter(operator=operator, app=app).first()
    before = mandate.role if mandate else None
    Mandate.objects.update_or_create(operator=operator, app=app, defaults={"role": role})
    _log(by, "MANDATE_GIVE", operator, app, {"from": before, "to": role})
    return operator


@transaction.atomic
def withdraw_role(*, username: str, app_key: str, by: Caller) -> Operator:
    boss = _boss(by)
    app, operator = _app(boss, app_key), found(username, boss)
    mandate = Mandate.objects.select_for_update().filter(operator=operator, app=app).first()
    if mandate is None:
        raise Missing(OPERATOR_MISSING, "the operator has no role in this app")
    mandate.delete()
    _log(by, "MANDATE_WITHDRAW", operator, app, {"from": mandate.role, "to": None})
    return operator


def found(username: str, by: Operator) -> Operator:
    """One that he does not see is none to him."""
    operator = seen_by(by).filter(username=username).first()
    if operator is None:
        raise Missing(OPERATOR_MISSING, "no such operator")
    return operator


def shown(operator: Operator) -> dict[str, Any]:
    return {name: getattr(operator, column) for name, column in COLUMNS.items()}


def end_sessions(operator: Operator) -> None:
    """In the console and by tokens."""
    Operator.objects.filter(pk=operator.pk).update(epoch=F("epoch") + 1)
    operator.refresh_from_db(fields=["epoch"])


def new_password() -> str:
    return secrets.token_urlsafe(12)


def _boss(by: Caller) -> Operator:
    assert by.operator is not None  # noqa: S101  the door lets only operators in
    require_administrator(by.operator)
    return by.operator


def _for_superusers(username: str, by: Caller) -> Operator:
    boss = _boss(by)
    operator = found(username, boss)
    if not boss.is_superuser:
        raise Forbidden(ROLE_TOO_LOW, "only a superuser may do this")
    return Operator.objects.select_for_update().get(pk=operator.pk)


def _app(by: Operator, app_key: str) -> App:
    app = by.administers().filter(app_key=app_key).first()
    if app is None:
        raise Missing(OTHER_APP, "no such app")
    return app


def _judge(password: str, operator: Operator) -> None:
    try:
        validate_password(password, operator)
    except ValidationError as problem:
        raise BadParameter("password", " ".join(problem.messages)) from None


def _insert(operator: Operator) -> None:
    if Operator.objects.filter(username__iexact=operator.username).exists():
        raise BadParameter("username", "is taken")
    Operator.objects.bulk_create([operator], ignore_conflicts=True)
    made = Operator.objects.filter(username=operator.username, password=operator.password).first()
    if made is None:
        raise BadParameter("username", "is taken")
    operator.pk = made.pk


def _require_a_superuser(field: str) -> None:
    if not Operator.objects.filter(is_superuser=True, is_active=True).exists():
        raise BadParameter(field, "is the last superuser: make another one first")


def _log(by: Caller, action: str, operator: Operator, app: App | None, detail: dict[str, Any]) -> None:
    audit.log(
        by,
        action,
        app_id=app.pk if app is not None else INSTALLATION,
        target_type="OPERATOR",
        target_id=operator.username,
        detail=detail,
    )
