"""The reference's endpoints, the URL table and the OpenAPI document are the same set."""

import re
from pathlib import Path

from rest_framework.permissions import BasePermission

from accounts.permissions import HasAppKey, IsAccount, IsAppAdmin, IsInternal, IsOperator
from tests import shapes
from tests.rows import ROWS, permissions, served

REFERENCE = Path(__file__).parent.parent / "docs" / "reference" / "endpoints.tsv"
NAME = re.compile(r"\{\w+\}")

# Ours, beside the reference.
BESIDE = {
    "POST /api/im/auth/logout",
    "GET /api/im/friend-requests",
    "POST /api/im/friend-requests/{requestId}/accept",
    "POST /api/im/friend-requests/{requestId}/reject",
    "GET /api/im/admin/messages/batch-send/{taskId}",
    "POST /api/im/admin/webhook-deliveries/{id}/redeliver",
    "POST /api/im/admin/webhooks/{id}/recover",
    "POST /api/im/admin/webhooks/{id}/test",
    "GET /api/im/admin/settings",
    "POST /api/im/admin/keyword-filters/test",
    "POST /api/im/admin/keyword-filters/import",
    "GET /api/im/admin/keyword-filters/export",
    "POST /api/im/admin/keyword-filters/batch/remove",
    "GET /api/im/admin/flagged",
    "POST /api/im/admin/flagged/{id}/review",
    "PUT /api/im/admin/settings",
    "GET /api/push/preferences",
    "PUT /api/push/preferences",
    "GET /api/push/admin/tasks/{taskId}",
    "POST /api/push/admin/tasks/{taskId}/cancel",
    "GET /api/push/admin/templates",
    "PUT /api/push/admin/templates/{code}",
    "DELETE /api/push/admin/templates/{code}",
    "POST /api/push/admin/send",
    "GET /api/push/admin/credentials",
    "PUT /api/push/admin/credentials/{vendor}",
    "DELETE /api/push/admin/credentials/{vendor}",
    "POST /api/push/admin/credentials/{vendor}/check",
    "POST /api/platform/auth/token",
    "POST /api/platform/auth/refresh",
    "GET /api/platform/apps",
    "POST /api/platform/apps",
    "POST /api/platform/apps/{appKey}/rotate-secret",
    "GET /api/platform/operators",
    "POST /api/platform/operators",
    "PUT /api/platform/operators/{username}",
    "POST /api/platform/operators/{username}/reset-password",
    "POST /api/platform/operators/{username}/reset-two-factor",
    "PUT /api/platform/operators/{username}/mandates/{appKey}",
    "DELETE /api/platform/operators/{username}/mandates/{appKey}",
}

# They answer a file, in no envelope.
FILES = {"GET /api/im/admin/keyword-filters/export"}

# The contract's doors; the first that fits. What a role may do inside a group is the group's own rule.
DOORS = [
    ("B", "POST /api/push/send"),
    ("A", " /api/push/admin/"),
    ("I", " /api/push/internal/"),
    ("U", " /api/push/preferences"),
    ("K", " /api/push/"),
    ("P", "POST /api/im/auth/login"),
    ("A", "GET /api/im/platform-events/token"),
    ("A", "POST /api/im/accounts/import"),
    ("A", "DELETE /api/im/accounts/"),
    ("A", " /api/im/admin/"),
    ("I", " /api/im/internal/"),
    ("U", " /api/im/"),
    ("P", " /api/platform/auth/"),
    ("T", " /api/platform/"),
]
PERMISSIONS: dict[str, tuple[type[BasePermission], ...]] = {
    "P": (),
    "U": (IsAccount,),
    "A": (IsAppAdmin,),
    "T": (IsOperator,),
    "I": (IsInternal,),
    "K": (HasAppKey,),
    "B": (HasAppKey,),
}

# How many are missing, by their paths: none.
NOT_YET: dict[str, int] = {}


def nameless(row: str) -> str:
    return NAME.sub("{}", row)


def reference() -> set[str]:
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    return {nameless(" ".join(line.split("\t")[:2])) for line in lines if line}


def test_the_reference_has_its_105_endpoints() -> None:
    assert len(reference()) == 105


def test_every_row_of_the_reference_is_served_or_known_to_be_missing() -> None:
    missing = reference() - {nameless(row) for row in served()}
    counted = {section: sum(f" {section}" in row for row in missing) for section in NOT_YET}
    assert counted == NOT_YET
    assert len(missing) == sum(NOT_YET.values())


def test_nothing_else_is_served() -> None:
    beyond = {nameless(row) for row in served()} - reference()
    assert beyond == {nameless(row) for row in BESIDE}


def test_every_row_has_the_contracts_door() -> None:
    for name in served():
        door = next(door for door, part in DOORS if part in name)
        assert ROWS[name].door == door, name


def test_every_view_stands_at_its_rows_door() -> None:
    stand = permissions()
    assert stand == {name: PERMISSIONS[ROWS[name].door] for name in stand}


def test_the_openapi_document_shows_every_row() -> None:
    shown = {
        f"{method.upper()} {path}"
        for path, operations in shapes.document()["paths"].items()
        for method in operations
    }
    assert shown == set(served()) == set(ROWS)


def test_every_row_declares_what_it_takes_and_answers() -> None:
    for path, operations in shapes.document()["paths"].items():
        for method, operation in operations.items():
            name = f"{method.upper()} {path}"
            assert "200" in operation["responses"], f"{name} declares no answer"
            if name in FILES:
                continue
            envelope = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert "$ref" in envelope["properties"]["data"], f"{name} declares no answer"
            takes_body = ROWS[name].body is not None
            assert takes_body == ("requestBody" in operation), name


def test_the_operations_have_names_of_their_own() -> None:
    operations = [one for methods in shapes.document()["paths"].values() for one in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
