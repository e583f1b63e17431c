"""The operation log says who did what, belongs to the deed's transaction, and cannot be changed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from journal import audit
from journal.models import Operation

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class By:
    operator_id: str = "root"
    operator_role: str = "A"
    ip: str = "203.0.113.9"
    user_agent: str = "curl/8"
    comment: str = ""


def logged() -> Operation:
    detail = {"name": "谈话"}
    return audit.log(By(), "GROUP_UPDATE", app_id=7, target_type="GROUP", target_id="@G-1", detail=detail)


def test_an_entry_says_who_did_what_to_whom_from_where_and_when():
    entry = Operation.objects.get(pk=logged().pk)
    assert (entry.operator_id, entry.operator_role, entry.ip, entry.user_agent) == (
        "root",
        "A",
        "203.0.113.9",
        "curl/8",
    )
    assert (entry.app_id, entry.action, entry.target_type, entry.target_id) == (
        7,
        "GROUP_UPDATE",
        "GROUP",
        "@G-1",
    )
    assert entry.detail == {"name": "谈话"}
    assert abs(timezone.now() - entry.created_at) < timedelta(minutes=5)


def test_many_entries_are_one_statement(django_assert_num_queries):
    entries = [audit.entry(By(), "MESSAGE_SEND_AS", app_id=7, target_id=str(n)) for n in range(20)]
    with django_assert_num_queries(1):
        audit.log_all(entries)
    assert Operation.objects.count() == 20


def test_what_a_client_says_about_itself_is_cut_and_cleaned():
    by = By(ip="x" * 500, user_agent="bad\0agent \udce9 " + "y" * 1000)
    entry = audit.log(by, "LOGIN", app_id=7)
    entry.refresh_from_db()
    assert len(entry.ip) == 64
    assert entry.user_agent.startswith("badagent ? y")
    assert len(entry.user_agent) < 257


def test_a_rollback_takes_the_entry_with_the_deed():
    with transaction.atomic():
        logged()
        transaction.set_rollback(True)
    assert not Operation.objects.exists()


def rewrite(entry: Operation) -> None:
    entry.operator_id = "somebody else"
    entry.save()


@pytest.mark.parametrize(
    "crime",
    [
        rewrite,
        lambda entry: entry.delete(),
        lambda entry: Operation.objects.update(action="NOTHING"),
        lambda entry: Operation.objects.filter(pk=entry.pk).delete(),
        lambda entry: connection.cursor().execute("DELETE FROM journal_operation"),
    ],
    ids=["save", "delete", "update of many", "delete of many", "raw SQL"],
)
def test_the_database_refuses_to_change_or_remove_an_entry(crime):
    entry = logged()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        crime(entry)
    assert Operation.objects.get().operator_id == "root"


def test_retention_removes_what_is_older_than_the_installation_keeps(settings):
    settings.OPERATION_RETENTION_DAYS = 30
    old = [audit.entry(By(), "LOGIN", app_id=7) for _ in range(5)]
    for entry in old:
        entry.created_at = timezone.now() - timedelta(days=31)
    audit.log_all(old)
    young = logged()
    assert audit.prune(batch=2) == 5
    assert Operation.objects.get() == young


def test_without_a_retention_everything_is_kept(settings):
    settings.OPERATION_RETENTION_DAYS = 0
    entry = audit.entry(By(), "LOGIN", app_id=7)
    entry.created_at = timezone.now() - timedelta(days=10_000)
    audit.log_all([entry])
    assert audit.prune() == 0
    assert Operation.objects.exists()
