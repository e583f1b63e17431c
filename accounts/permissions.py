"""Who may pass which door. No credential is 401, a credential of too low a role 403 `60010`."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts import mandates
from accounts.callers import Caller, Role
from config.api.errors import BadParameter, Forbidden, Unauthenticated
from config.api.status import CREDENTIAL_MALFORMED, ROLE_TOO_LOW

if TYPE_CHECKING:  # DRF's settings import this module while its views are still being made
    from rest_framework.views import APIView


class Nobody(BasePermission):
    """The default: a view that names no door is closed."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        raise Forbidden(ROLE_TOO_LOW, "closed")


class _Roles(BasePermission):
    roles: tuple[Role, ...] = ()
    needs_app = True

    def has_permission(self, request: Request, view: "APIView") -> bool:
        caller = request.user
        if not isinstance(caller, Caller):
            raise Unauthenticated(CREDENTIAL_MALFORMED, "this call needs a credential")
        if caller.role not in self.roles:
            raise Forbidden(ROLE_TOO_LOW, "your role does not reach this call")
        if self.needs_app and caller.app is None:
            raise BadParameter("appKey", "names the app and is required here")
        if caller.role == "T" and caller.app is not None:
            mandates.require(
                caller.mandate, mandates.needed_for(view, getattr(view, "action", ""), request.method or "")
            )
        return True


class IsAccount(_Roles):
    roles = ("U", "A", "S", "T")


class IsAppAdmin(_Roles):
    roles = ("A", "S", "T")


class IsOperator(_Roles):
    roles = ("T",)
    needs_app = False


class HasAppKey(_Roles):
    roles = ("K", "S")


class IsInternal(_Roles):
    roles = ("I",)
    needs_app = False
