"""The operation log in the console: by time within an app, readable, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser

from accounts.models import App, Operator
from journal.models import Operation
from tests.im.test_admin import signed_in

LIST = "/admin/journal/operation/"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


def log(app_id: int, minute: int, action: str = "USER_KICK", **fields: object) -> Operation:
    row = {
        "operator_id": "olga",
        "operator_role": "T",
        "target_type": "ACCOUNT",
        "target_id": "bob",
        **fields,
    }
    return Operation.objects.create(
        app_id=app_id, action=action, created_at=START + timedelta(minutes=minute), **row
    )


def shown(browser: Browser, **query: str) -> list[int]:
    answer = browser.get(LIST, query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


def test_it_comes_by_time_whatever_the_keys_say(browser: Browser, acme: App) -> None:
    rows = [log(acme.pk, minute) for minute in (3, 1, 2)]
    assert shown(browser) == [rows[0].pk, rows[2].pk, rows[1].pk]


def test_its_pages_meet_where_times_are_the_same(browser: Browser, acme: App) -> None:
    keys = [log(acme.pk, minute // 7).pk for minute in range(120)][::-1]
    first = shown(browser)
    second = shown(browser, before=str(first[-1]))
    third = shown(browser, before=str(second[-1]))
    assert [*first, *second, *third] == keys
    assert shown(browser, after=str(third[0])) == second
    assert shown(browser, after=str(second[0])) == first


def test_it_is_filtered_and_searched_by_indexes(browser: Browser, acme: App) -> None:
    kick, mute = log(acme.pk, 1), log(acme.pk, 2, "MUTE_SET", operator_id="server", target_id="club")
    assert shown(browser, action="MUTE_SET") == [mute.pk]
    assert shown(browser, operator="olga") == [kick.pk]
    assert shown(browser, q="bob") == [kick.pk]
    assert shown(browser, q="bo") == []
    page = browser.get(LIST).content.decode()
    assert "?action=MUTE_SET" in page
    assert "?action=USER_KICK" in page


def test_other_apps_entries_and_the_installations_are_nobodys(
    browser: Browser, acme: App, other: App
) -> None:
    theirs = [log(other.pk, 1), log(0, 2)]
    assert shown(browser) == []
    for row in theirs:
        assert browser.get(f"{LIST}{row.pk}/change/").status_code == 404


def test_a_superuser_sees_the_installations_too(acme: App, other: App) -> None:
    chief = signed_in(Operator.objects.create_superuser("chief"))
    rows = [log(app_id, 1) for app_id in (acme.pk, 0, other.pk)]
    assert shown(chief) == [row.pk for row in rows[::-1]]
    assert chief.get(f"{LIST}{rows[1].pk}/change/").status_code == 200


def test_an_entry_says_what_changed_and_why(browser: Browser, acme: App) -> None:
    changed = {"status": {"from": "ACTIVE", "to": "DISABLED"}, "custom": {"from": {}, "to": {"a": "<b>"}}}
    row = log(acme.pk, 1, detail={"changed": changed, "comment": "spam", "userId": "bob"})
    page = browser.get(f"{LIST}{row.pk}/change/").content.decode()
    for word in ("spam", "DISABLED", "&lt;b&gt;"):
        assert word in page
    assert "<b>" not in page
    assert "status: ACTIVE → DISABLED" in browser.get(LIST).content.decode()


def test_odd_details_are_shown_as_they_are(browser: Browser, acme: App) -> None:
    for detail in ({}, {"changed": ["a"]}, {"changed": {"a": 1}}, {"changed": None, "n": [1], "e": ""}):
        row = log(acme.pk, 1, detail=detail)
        assert browser.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert len(shown(browser)) == 4


MANY = """
INSERT INTO journal_operation
  (app_id, operator_id, operator_role, action, target_type, target_id, detail, ip, user_agent, created_at)
SELECT %s, 'server', 'S', 'A' || n %% 7, '', 't' || n, '{}', '', '', now() - n * interval '1 minute'
FROM generate_series(1, 5000) n
"""
PAGE = """
EXPLAIN SELECT * FROM journal_operation WHERE app_id = %s ORDER BY created_at DESC, id DESC LIMIT 51
"""


def test_a_page_is_read_from_the_index(acme: App) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY, [acme.pk])
        cursor.execute("ANALYZE journal_operation")
        cursor.execute(PAGE, [acme.pk])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan Backward using journal_operation_time" in plan
    assert "Sort" not in plan
