"""A list of the console asks as much for two rows as for six."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import Operator
from benchmarks.planted import BIG, TABLES, fill
from tests.console.strangers import base, lists

MANY = 6


@pytest.fixture
def planted(db: None) -> None:
    """Rows of every long list, whose references lead to each other's first ones."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        fill(cursor, "accounts_app", 1, id=str(BIG), app_key="'big'", name="'big'", sdk_app_id="1")
        fill(cursor, "webhooks_endpoint", MANY, id="n", app_id=str(BIG), name="'hook' || n", enabled="true")
        for table, _, values in TABLES:
            fill(cursor, table, MANY, **{"id": "n", "app_id": str(BIG), **values})


def statements(browser: Browser, label: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(base(label))
    assert answer.status_code == 200, label
    return len(asked)


def test_every_list_asks_as_often_for_two_rows_as_for_six(planted: None) -> None:
    browser = Browser()
    chief = Operator.objects.create_superuser("chief")
    browser.force_login(chief, "django.contrib.auth.backends.ModelBackend")
    browser.get("/admin/")  # what is read once in a process
    many = {label: statements(browser, label) for label in lists()}
    with connection.cursor() as cursor:
        for table in ("webhooks_endpoint", *(table for table, _, _ in TABLES)):
            cursor.execute(f"DELETE FROM {table} WHERE ctid NOT IN (SELECT ctid FROM {table} LIMIT 2)")
    assert {label: statements(browser, label) for label in lists()} == many
