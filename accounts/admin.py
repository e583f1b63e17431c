"""Where Django looks for the console's lists; accounts themselves, all round, are in `console.accounts`."""

from accounts.console.apps import AppAdmin
from accounts.console.operations import OperationAdmin
from accounts.console.sessions import SessionAdmin

__all__ = ["AppAdmin", "OperationAdmin", "SessionAdmin"]
