"""Exports: ordered by who may, written once whoever dies, fetched and logged, gone after a week."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from console.exports import working
from console.exports.kinds import KINDS
from console.models import Export, ExportPart, ExportStatus
from im.messages.models import Message
from journal.models import Operation
from tests.client import Client
from tests.im.chat import say

pytestmark = pytest.mark.django_db
BASE = "/admin/console/export/"
MANY = """
INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, vendor_message_id,
                            vendor_code, vendor_message, token_masked, token_hash, detail)
SELECT %s, now(), 'QUEUED', 'INFO', 'user-' || n, 'd', '', '', '', '', '', '', '{}'
FROM generate_series(1, %s) n
"""


def browser_of(operator: Operator, role: str, app: App) -> Browser:
    operator.is_staff = True
    operator.save()
    Mandate.objects.filter(operator=operator, app=app).update(role=role)
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def chief(operator: Operator, acme: App) -> Browser:
    return browser_of(operator, OperatorRole.ADMINISTRATOR, acme)


def order(browser: Browser, kind: str, form: str = "CSV", **more: str) -> Export:
    answer = browser.post(f"{BASE}add/", {"kind": kind, "format": form, **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Export.objects.latest("pk")


def fetched(browser: Browser, export: Export) -> bytes:
    answer: Any = browser.get(f"{BASE}{export.pk}/download/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)


def read(file: bytes) -> list[dict[str, str]]:
    text = file.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def test_messages_are_written_for_a_spreadsheet_and_formulas_are_kept_from_being_any(
    chief: Browser, as_alice: Client, bob: Account
) -> None:
    said = say(as_alice, "bob", 'hello, "you"\nthere 你好')
    gone = say(as_alice, "bob", "taken back")
    as_alice.post(f"/api/im/messages/{gone['id']}/revoke")
    Message.objects.filter(pk=said["id"]).update(ext="=HYPERLINK(1)")
    export = order(chief, "MESSAGES", comment="for the auditors")
    assert not export.parts
    working.work_some()
    first, second = read(fetched(chief, export))
    assert json.loads(first["content"]) == {"text": 'hello, "you"\nthere 你好'}
    assert (first["ext"], first["fromId"], first["editedAt"]) == ("'=HYPERLINK(1)", "alice", "")
    assert (second["status"], second["content"]) == ("REVOKED", "{}")
    log = {entry.action: entry for entry in Operation.objects.filter(target_type="EXPORT")}
    assert log["EXPORT_START"].detail["comment"] == "for the auditors"
    assert log["EXPORT_DOWNLOAD"].target_id == str(export.pk)


def test_json_lines_bear_values_and_only_the_apps_own(chief: Browser, alice: Account, dave: Account) -> None:
    export = order(chief, "ACCOUNTS", "JSONL")
    working.work_some()
    lines = [json.loads(line) for line in fetched(chief, export).splitlines()]
    assert {line["userId"] for line in lines} == set(
        Account.objects.filter(app=export.app).values_list("user_id", flat=True)
    )
    assert lines[0]["admin"] is False
    assert "dave" not in {line["userId"] for line in lines}


def test_every_kind_can_be_written_and_narrowed_down(chief: Browser, acme: App) -> None:
    """With every filter that it takes; none falls over its own lookups."""
    values: dict[str, Any] = {
        "since": "2020-01-01T00:00:00+00:00",
        "until": "2040-01-01T00:00:00+00:00",
        "userId": "alice",
        "conversationId": 1,
    }
    for name, kind in KINDS.items():
        filters = {given: value for given, value in values.items() if given in kind.takes}
        export = Export.objects.create(app=acme, kind=name, by="o", filters=filters)
        working.work_some()
        export.refresh_from_db()
        assert (export.status, export.error) == (ExportStatus.DONE, "")


def test_who_dies_in_the_middle_is_followed_and_no_row_is_lost_or_doubled(
    chief: Browser, acme: App, other: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "ROWS", 40)
    monkeypatch.setattr(working, "KEYS", 90)
    with connection.cursor() as cursor:
        for app in (acme, other, acme):
            cursor.execute(MANY, [app.pk, 100])
    export = order(chief, "DEVICE_LOGS", "JSONL")
    dead = working.claim()
    assert dead
    assert working.step(dead)
    assert working.claim() is None  # its lease holds
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    follower = working.claim()
    assert follower
    assert working.step(follower)
    with pytest.raises(working.Lost):  # it was only slow
        working.step(dead)
    percent = follower.percent
    assert 0 < percent < 100
    while working.step(follower):
        pass
    users = [json.loads(line)["userId"] for line in fetched(chief, export).splitlines()]
    assert users == [f"user-{number}" for number in range(1, 101)] * 2
    export.refresh_from_db()
    assert (export.rows, export.percent, export.status) == (200, 100, ExportStatus.DONE)


def test_what_fails_is_tried_again_and_given_up_at_last(
    chief: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(export: Export) -> Any:
        raise RuntimeError("no space")

    export = order(chief, "WORDS")
    monkeypatch.setattr(working, "_next", broken)
    for _ in range(working.MOST_FAILURES):
        assert Export.objects.get().under_way
        Export.objects.update(lease_until=None)
        working.work_some()
    export.refresh_from_db()
    assert export.status == ExportStatus.FAILED
    assert "no space" in export.error
    assert "no space" in chief.get(f"{BASE}{export.pk}/change/").content.decode()


def test_a_cancelled_one_stops_and_leaves_nothing(chief: Browser) -> None:
    export = order(chief, "OPERATIONS")
    held = working.claim()
    assert held
    assert chief.post(f"{BASE}{export.pk}/do/cancel/", {}).status_code == 302
    with pytest.raises(working.Lost):
        working.step(held)
    export.refresh_from_db()
    assert export.status == ExportStatus.CANCELLED
    assert not ExportPart.objects.exists()
    assert chief.get(f"{BASE}{export.pk}/download/").status_code == 404


def test_after_a_week_the_file_is_gone_and_the_entry_stays(chief: Browser) -> None:
    export = order(chief, "WORDS")
    working.work_some()
    assert ExportPart.objects.exists()
    assert working.prune() == 0
    Export.objects.update(expires_at=timezone.now())
    assert working.prune() == 1
    assert not ExportPart.objects.exists()
    export.refresh_from_db()
    assert export.status == ExportStatus.EXPIRED


@pytest.mark.parametrize("kind", ["MESSAGES", "ACCOUNTS"])
def test_what_people_said_and_who_they_are_is_for_administrators(
    operator: Operator, acme: App, kind: str
) -> None:
    export = Export.objects.create(app=acme, kind=kind, by="chief")
    working.work_some()
    browser = browser_of(operator, OperatorRole.OPERATOR, acme)
    answer = browser.post(f"{BASE}add/", {"kind": kind, "format": "CSV"})
    assert answer.status_code == 400
    assert browser.get(f"{BASE}{export.pk}/download/").status_code == 404
    assert Export.objects.count() == 1


def test_a_viewer_orders_and_fetches_nothing(operator: Operator, acme: App) -> None:
    export = Export.objects.create(app=acme, kind="WORDS", by="chief")
    working.work_some()
    browser = browser_of(operator, OperatorRole.VIEWER, acme)
    assert browser.get(BASE).status_code == 200
    assert browser.post(f"{BASE}add/", {"kind": "WORDS", "format": "CSV"}).status_code == 403
    assert browser.get(f"{BASE}{export.pk}/download/").status_code == 404


def test_another_apps_are_not_there(chief: Browser, other: App) -> None:
    export = Export.objects.create(app=other, kind="WORDS", by="dave")
    working.work_some()
    for path in ("change/", "download/", "progress/", "do/cancel/"):
        assert chief.get(f"{BASE}{export.pk}/{path}").status_code == 404


def test_its_progress_can_be_watched(chief: Browser) -> None:
    export = order(chief, "WORDS")
    path = f"{BASE}{export.pk}/progress/"
    assert path in chief.get(BASE).content.decode()
    assert chief.get(path).json() == {"underWay": True, "percent": 0, "rows": 0}
    working.work_some()
    assert chief.get(path).json() == {"underWay": False, "percent": 100, "rows": 0}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "WORDS", "userId": "alice"}, "does not narrow down"),
        ({"kind": "ACCOUNTS", "conversationId": "1"}, "does not narrow down"),
        (
            {
                "kind": "MESSAGES",
                "since_0": "2026-01-02",
                "since_1": "00:00",
                "until_0": "2026-01-01",
                "until_1": "00:00",
            },
            "must be after the start",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    chief: Browser, given: dict[str, str], said: str
) -> None:
    answer = chief.post(f"{BASE}add/", {"format": "CSV", **given})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Export.objects.exists()


def test_no_more_than_a_few_at_once(chief: Browser) -> None:
    for _ in range(5):
        order(chief, "WORDS")
    answer = chief.post(f"{BASE}add/", {"kind": "WORDS", "format": "CSV"})
    assert "under way" in answer.content.decode()
