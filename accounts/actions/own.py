"""What operators change of their own, in the console only: how they are spoken to, password, two-factor."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.operators import INSTALLATION, matching, verified
from accounts.actions.people import end_sessions
from accounts.callers import Caller
from accounts.models import Authenticator, Operator
from accounts.models.authenticator import new_key
from config.api.errors import BadParameter
from journal import audit


@transaction.atomic
def change_manners(*, given: Mapping[str, str], by: Caller) -> None:
    operator = _self(by)
    before = {"language": operator.language, "timeZone": operator.time_zone}
    operator.language, operator.time_zone = given["language"], given["time_zone"]
    operator.save(update_fields=["language", "time_zone"])
    after = {"language": operator.language, "timeZone": operator.time_zone}
    _log(by, "OPERATOR_MANNERS", {"changed": audit.changes(before, after)})


@transaction.atomic
def change_password(*, password: str, by: Caller) -> None:
    """All sessions and tokens but the one that asks for it end: it gets the new stamp."""
    operator = _self(by)
    operator.set_password(password)
    operator.must_change_password = False
    operator.save(update_fields=["password", "must_change_password"])
    _log(by, "OPERATOR_PASSWORD_CHANGE", {})


def in_preparation(operator: Operator) -> Authenticator:
    """The one that is shown until a code of it confirms it."""
    held: Authenticator
    held, _is_new = Authenticator.objects.get_or_create(
        user=operator, defaults={"name": "app", "key": new_key(), "confirmed": False}
    )
    return held


def confirm_two_factor(*, code: str, by: Caller) -> tuple[Authenticator, list[str]]:
    """And the codes on paper, which can be read only now."""
    operator = _self(by)
    held = in_preparation(operator)
    if held.confirmed or verified(held, code) is None:
        raise BadParameter("code", _("This is not what the app shows now. Wait for the next one."))
    with transaction.atomic():
        held.refresh_from_db()
        held.confirmed = True
        codes = held.new_backup_codes()
        held.save()
        end_sessions(operator)
        _log(by, "OPERATOR_TWO_FACTOR_ON", {})
    return held, codes


def renew_backup_codes(*, code: str, by: Caller) -> list[str]:
    held = _by_code(code, by)
    with transaction.atomic():
        codes = held.new_backup_codes()
        held.save(update_fields=["backup"])
        _log(by, "OPERATOR_BACKUP_CODES", {})
    return codes


def turn_two_factor_off(*, password: str, code: str, by: Caller) -> None:
    held = _by_code(code, by)
    if not _self(by).check_password(password):
        raise BadParameter("password", _("The password is wrong."))
    with transaction.atomic():
        held.delete()
        end_sessions(_self(by))
        _log(by, "OPERATOR_TWO_FACTOR_OFF", {})


def _by_code(code: str, by: Caller) -> Authenticator:
    held = matching(_self(by), code)
    if held is None:
        raise BadParameter("code", _("The code is wrong, or was used before."))
    return held


def _self(by: Caller) -> Operator:
    assert by.operator is not None  # noqa: S101  the console lets only operators in
    return by.operator


def _log(by: Caller, action: str, detail: dict[str, object]) -> None:
    audit.log(
        by,
        action,
        app_id=INSTALLATION,
        target_type="OPERATOR",
        target_id=_self(by).username,
        detail=detail,
    )
