"""A broadcast from the console: looked at first, sent once however often one clicks, followed to its end."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from im.messages.actions import batch_sending
from im.messages.models import BatchSend, Message
from journal.models import Operation
from tests.client import Client
from tests.conftest import make_account
from tests.console.acting import left_behind, undone
from tests.im.chat import Room
from tests.im.test_admin import signed_in

PAGE, ROW = "/admin/broadcast/", "/api/im/admin/messages/batch-send"


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


@pytest.fixture
def crowd(acme: App) -> list[str]:
    """u0 to u109: more than are sent to at once."""
    Account.objects.bulk_create(Account(app=acme, user_id=f"u{n}") for n in range(110))
    return [f"u{n}" for n in range(110)]


def typed(*to: str, step: str = "send", **more: Any) -> dict[str, Any]:
    fields = {"fromId": "alice", "toIds": "\n".join(to), "text": "news", "step": step, "key": "k"}
    return {**fields, **more}


def post(browser: Browser, *to: str, code: int = 200, **more: Any) -> str:
    answer = browser.post(PAGE, typed(*to, **more))
    assert answer.status_code == code, answer.content.decode()[-2000:]
    return answer.content.decode()


def sent(browser: Browser, *to: str, **more: Any) -> BatchSend:
    answer = browser.post(PAGE, typed(*to, **more))
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    batch = BatchSend.objects.latest("pk")
    assert answer.headers["Location"] == f"/admin/im/batchsend/{batch.pk}/change/"
    return batch


def progress(browser: Browser, batch: BatchSend) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(f"/admin/im/batchsend/{batch.pk}/progress/").json()
    return found


def test_the_preview_says_how_many_and_who_is_unknown_and_sends_nothing(
    browser: Browser, acme: App, alice: Account, bob: Account, carol: Account
) -> None:
    Room(acme, "club", alice, bob, carol)
    shown = post(browser, "bob", "bob", "carol", "nobody", "club", groupIds="club, nogroup", step="preview")
    assert "2 users will get it." in shown
    assert "1 group will get it, with 3 members." in shown
    assert "<bdi>nobody</bdi>" in shown
    assert "<bdi>nogroup</bdi>" in shown
    assert "<bdi>club</bdi>" in shown  # a group is no user
    assert not Message.objects.exists()
    assert not BatchSend.objects.exists()
    assert not Operation.objects.exists()


def test_what_it_says_is_shown_as_text(browser: Browser, alice: Account, bob: Account) -> None:
    script = "<script>alert(1)</script>"
    texts: dict[str, Any] = {"text": script, "pushTitle": script, "pushBody": script, "comment": script}
    Account.objects.filter(pk=alice.pk).update(nickname=script)
    shown = post(browser, "bob", step="preview", **texts)
    batch = sent(browser, "bob", **texts)
    shown += browser.get(f"/admin/im/batchsend/{batch.pk}/change/").content.decode()
    shown += browser.get("/admin/im/batchsend/").content.decode()
    assert "<script>alert(1)" not in shown
    assert shown.count("&lt;script&gt;alert(1)") > 6


def test_it_is_the_apis_own_call(browser: Browser, as_operator: Client, alice: Account, bob: Account) -> None:
    push = {"title": "News", "badge": 3}
    body = {"fromId": "alice", "toIds": ["bob", "nobody"], "msgType": "TEXT", "content": {"text": "a\nb"}}
    more = {"ext": "e", "noUnread": True, "syncSender": False, "offlinePush": push, "async": True}
    with undone():
        api = left_behind(
            lambda: as_operator.call("POST", ROW, body=body | more, headers={"Idempotency-Key": "k"})
        )
    form = {"text": "a\r\nb", "ext": "e", "noUnread": "on", "pushTitle": "News", "pushBadge": "3"}
    with undone():
        console = left_behind(lambda: sent(browser, "bob", "nobody", **form))
    assert console == api


def test_clicked_twice_it_is_sent_once(browser: Browser, alice: Account, bob: Account) -> None:
    assert sent(browser, "bob") == sent(browser, "bob")
    assert Message.objects.count() == 1
    assert Operation.objects.filter(action="MESSAGE_BATCH_SEND").count() == 1


def test_many_are_left_to_a_worker_and_followed(
    browser: Browser, alice: Account, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_sending, "PART", 60)
    batch = sent(browser, *crowd, "nobody")
    counts = {"done": 0, "total": 111, "failed": 0, "state": "PENDING"}
    assert counts.items() <= progress(browser, batch).items()
    assert batch_sending.next_part()
    assert {"done": 60, "state": "RUNNING"}.items() <= progress(browser, batch).items()
    assert batch_sending.next_part()
    now = progress(browser, batch)
    assert {"done": 111, "failed": 1, "state": "DONE"}.items() <= now.items()
    assert now["words"] == "111 of 111 done, 1 failed"
    shown = browser.get(f"/admin/im/batchsend/{batch.pk}/change/").content.decode()
    assert "There is no such account" in shown
    assert "111 / 111" in browser.get("/admin/im/batchsend/").content.decode()


def test_users_come_from_a_file_too(browser: Browser, alice: Account, bob: Account, carol: Account) -> None:
    file = SimpleUploadedFile("people.csv", b'\xef\xbb\xbf"carol","bob"\r\nbob\r\n')
    shown = post(browser, "bob", step="preview", file=file)
    assert "2 users will get it." in shown
    assert 'name="toIds" value="bob\ncarol"' in shown


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"fromId": "nobody"}, "no such account"),
        ({"fromId": ""}, "This field is required"),
        ({"toIds": ""}, "give toIds or groupIds"),
        ({"toIds": "a" * 65}, "64"),
        ({"toIds": "\n".join(f"u{n}" for n in range(501))}, "500"),
        ({"text": ""}, "required"),
        ({"content": "{"}, "valid JSON"),
        ({"msgType": "IMAGE", "content": "{}"}, "url"),
        ({"pushTitle": "x" * 101}, "100"),
        ({"pushBadge": "-1"}, "greater than or equal to 0"),
        ({"file": SimpleUploadedFile("x.bin", b"\xff\xfe")}, "not UTF-8"),
        ({"file": SimpleUploadedFile("x.txt", b"u" * 70_000)}, "larger than 64 KB"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(
    browser: Browser, alice: Account, change: dict[str, Any], complaint: str
) -> None:
    for step in ("preview", "send"):
        if "file" in change:
            change["file"].seek(0)
        assert complaint in post(browser, "bob", code=400, **{"step": step, **change})
    assert not BatchSend.objects.exists()


def test_one_can_go_back_and_change_it(browser: Browser, alice: Account, bob: Account) -> None:
    shown = post(browser, "bob", step="edit", content='{"a": 1}', pushTitle="News")
    assert "{&quot;a&quot;: 1}" in shown
    assert ">bob</textarea>" in shown.replace("\n", "")
    assert not BatchSend.objects.exists()


def test_nobody_of_another_app_is_found(
    browser: Browser, alice: Account, dave: Account, sign_in: Callable[..., Client]
) -> None:
    assert "Nobody would get it" in post(browser, "dave", step="preview")
    assert "no such account" in post(browser, "alice", fromId="dave", code=400)


@pytest.mark.parametrize("role", [OperatorRole.VIEWER, OperatorRole.SUPPORT])
def test_who_may_not_send_sees_only_what_was_sent(
    browser: Browser, operator: Operator, alice: Account, bob: Account, role: OperatorRole
) -> None:
    batch = sent(browser, "bob")
    Mandate.objects.filter(operator=operator).update(role=role)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, typed("bob", key="other")).status_code == 403
    assert browser.get(f"/admin/im/batchsend/{batch.pk}/change/").status_code == 200
    assert Message.objects.count() == 1


def test_another_apps_broadcast_is_none(browser: Browser, dave: Account, oscar: Account) -> None:
    said = {"msgType": "TEXT", "content": {"text": "hi"}, "ext": "", "syncSender": False, "noUnread": False}
    batch = BatchSend.objects.create(
        app=dave.app, key="bs-1", sender=dave, by_server=True, said=said, receivers=[["SINGLE", "oscar"]]
    )
    for path in ("change", "progress"):
        assert browser.get(f"/admin/im/batchsend/{batch.pk}/{path}/").status_code == 404
    assert "bs-1" not in browser.get("/admin/im/batchsend/").content.decode()


def test_the_list_costs_the_same_whatever_is_in_it(
    browser: Browser, acme: App, alice: Account, crowd: list[str], django_assert_max_num_queries: Any
) -> None:
    sent(browser, "u1")
    browser.get("/admin/im/batchsend/")
    with django_assert_max_num_queries(100) as few:
        browser.get("/admin/im/batchsend/")
    for n in range(5):
        batch = BatchSend.objects.latest("pk")
        batch.pk, batch.key, batch.sender = None, f"bs-{n}", make_account(acme, f"s{n}")
        batch.save(force_insert=True)
    with django_assert_max_num_queries(len(few)):
        browser.get("/admin/im/batchsend/")
