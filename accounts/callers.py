"""Caller: who is calling, by which door, for which app. Every view and every frame has one."""

from dataclasses import dataclass
from typing import Literal

from accounts.models import Account, App, Operator
from config.api.errors import BadParameter, Forbidden, Missing
from config.api.status import ACCOUNT_MISSING, ROLE_TOO_LOW

Role = Literal["U", "A", "S", "T", "I", "K"]


@dataclass(frozen=True, slots=True)
class Caller:
    """U: an account; A: one with the admin flag; S: the app's server; T: an operator; I: an internal service;
    K: a copy of the app, by the appKey that all of them have.

    `session` is the token's jti, `expires_at` its end in ms; both are empty where no im_jwt was used.
    `mandate` is an operator's role in the app, `comment` what he says of why he does it.
    """

    role: Role
    app: App | None = None
    account: Account | None = None
    operator: Operator | None = None
    session: str = ""
    platform: str = ""
    device_id: str = ""
    expires_at: int = 0
    ip: str = ""
    user_agent: str = ""
    mandate: str = ""
    comment: str = ""

    is_authenticated = True

    @property
    def trusted(self) -> bool:
        """May do for the whole app what a user may do for himself."""
        return self.role in ("A", "S", "T")

    @property
    def tenant(self) -> App:
        """The app called for; the doors see to it that there is one."""
        if self.app is None:
            raise BadParameter("appKey", "is required")
        return self.app

    @property
    def operator_role(self) -> str:
        return self.role

    @property
    def operator_id(self) -> str:
        """As the operation log names the caller."""
        if self.account is not None:
            return self.account.user_id
        return self.operator.username if self.operator is not None else "server"

    @property
    def actor_id(self) -> str:
        """As events name the caller: a userId, `server` or `operator:<username>`."""
        return f"operator:{self.operator.username}" if self.operator is not None else self.operator_id

    def acting_as(self, user_id: str | None, *, field: str = "actAs") -> Account:
        """The account acted for: one's own, or the one that a trusted caller names in `field`."""
        if user_id is None:
            if self.account is None:
                raise BadParameter("actAs", "names the user you act for and is required here")
            return self.account
        if not self.trusted:
            raise Forbidden(ROLE_TOO_LOW, "only administrators may act for another user")
        account = Account.objects.of_app(self.tenant).there().filter(user_id=user_id).first()
        if account is None:
            raise Missing(ACCOUNT_MISSING, f"{field}: no such account")
        return account
