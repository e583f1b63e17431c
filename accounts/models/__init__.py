"""Apps, their accounts and sessions, and the operators who look after them."""

from accounts.models.account import Account, AccountStatus, AllowType
from accounts.models.app import App, AppStatus, Identifier
from accounts.models.authenticator import Authenticator
from accounts.models.kept import KeptAnswer
from accounts.models.operator import Mandate, Operator, OperatorRole
from accounts.models.session import EndReason, Platform, Session

__all__ = [
    "Account",
    "AccountStatus",
    "AllowType",
    "App",
    "AppStatus",
    "Authenticator",
    "EndReason",
    "Identifier",
    "KeptAnswer",
    "Mandate",
    "Operator",
    "OperatorRole",
    "Platform",
    "Session",
]
