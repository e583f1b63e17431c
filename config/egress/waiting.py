"""What a thread must see to before it waits for somebody else's server."""

from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError


def require_no_transaction() -> None:
    """Somebody else's server must not decide how long rows are locked. A test's own transaction is none."""
    blocks: list[Any] = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:
        raise TransactionManagementError("nobody is asked inside a transaction")
