"""Why somebody did not get a message: one sentence for each reason, and a time line that leaves no hole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, App
from accounts.models.account import AccountStatus
from console.messages.answering import answer
from console.messages.known import Answer, Known
from console.messages.receiving import notices_of, receiver
from console.messages.tracing import traces
from im.conversations.models import DeviceCursor, Member
from im.messages.models import Message
from journal.models import Event
from push.models import Delivery, Device, DeviceLog, DeviceStatus, Lane
from tests.client import Client
from tests.im.chat import Room, say, say_in
from tests.im.offline.presence import opens
from tests.journal.facts import dispatch_all
from tests.push.credentials import make_credential
from tests.push.phones import make_device
from tests.webhooks.endpoints import make_endpoint
from webhooks.models import Delivery as Webhook

Page = Callable[..., str]
SAID = {"chatType": "SINGLE", "toId": "bob", "msgType": "TEXT", "content": {"text": "hush"}}


@pytest.fixture
def phone(acme: App, bob: Account) -> Device:
    make_credential(acme)
    return make_device(acme, "bob", device_id="phone")


def asked(sent: dict[str, Any], who: str = "bob") -> Answer:
    """As the page asks, once all workers have done what they had to."""
    dispatch_all()
    message = Message.objects.get(pk=sent["id"])
    notices = notices_of(message)
    return answer(Known(message, receiver(message, who, notices), traces(message, []), notices))


def test_no_device(as_alice: Client, bob: Account) -> None:
    found = asked(say(as_alice, "bob"))
    assert "is not connected, and has no device registered for push" in found.said
    assert "has to register its phone" in str(found.remedy)


def test_who_is_no_account_or_not_in_it_or_came_later(
    acme: App, as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account
) -> None:
    room = Room(acme, "team", alice, bob)
    sent = say_in(as_alice, "team")
    room.enter(carol)
    assert "There is no account nobody" in asked(sent, "nobody").said
    stranger = asked(sent, "erin")
    assert "not in this conversation, and never was" in stranger.said
    assert "Add him to the group" in str(stranger.remedy)
    assert "came into the group after it was said" in asked(sent, "carol").said
    room.leave(bob)
    assert "is not in this conversation any more" in asked(sent, "bob").said
    assert "sent it himself" in asked(sent, "alice").said
    Account.objects.filter(pk=carol.pk).update(status=AccountStatus.DISABLED)
    assert "disabled or deleted" in asked(sent, "carol").said


def test_read_fetched_and_revoked(as_alice: Client, as_bob: Client, bob: Account) -> None:
    sent = say(as_alice, "bob")
    member = Member.objects.get(account=bob)
    DeviceCursor.objects.create(member=member, device_id="desk", seq=1)
    assert "The device desk of bob has it" in asked(sent).said
    gone = say(as_alice, "bob", "oops")
    as_alice.post(f"/api/im/messages/{gone['id']}/revoke")
    assert "It was revoked" in asked(gone).said
    as_bob.put("/api/im/conversations/alice/read", {"seq": 1})
    found = asked(sent)
    assert ("bob has read it" in found.said, found.kind) == (True, "success")


def test_who_read_it_and_then_left_has_read_it(
    acme: App, as_alice: Client, as_bob: Client, alice: Account, bob: Account, erin: Account
) -> None:
    room = Room(acme, "team", alice, bob)
    sent = say_in(as_alice, "team")
    as_bob.put("/api/im/conversations/team/read", {"seq": sent["seq"]})
    room.leave(bob)
    assert "bob has read it" in asked(sent).said
    Account.objects.filter(pk=bob.pk).update(status=AccountStatus.DISABLED)
    assert "bob has read it" in asked(sent).said
    assert asked(say(as_alice, "bob"), "erin").remedy == ""  # nobody is added to two people's talk


@pytest.mark.usefixtures("phone")
def test_reading_on_after_a_revoke_says_nothing_of_what_was_revoked(
    as_alice: Client, as_bob: Client, bob: Account
) -> None:
    gone = say(as_alice, "bob", "oops")
    dispatch_all()
    Delivery.objects.update(status="ACCEPTED")
    as_alice.post(f"/api/im/messages/{gone['id']}/revoke")
    found = asked(gone)
    assert "before bob had read it" in found.said
    assert "A phone had been told of it before" in str(found.remedy)
    as_bob.put("/api/im/conversations/alice/read", {"seq": gone["seq"]})
    assert "Whether bob had read it by then is not known" in asked(gone).said


@pytest.mark.usefixtures("phone")
def test_what_came_late_and_what_its_sender_kept_silent(as_alice: Client, bob: Account) -> None:
    sent = say(as_alice, "bob")
    dispatch_all()
    DeviceLog.objects.update(event="SKIPPED", detail={"reason": "EXPIRED"})
    Delivery.objects.all().delete()
    assert "more than five minutes after it was said" in asked(sent).said
    quiet = as_alice.post("/api/im/messages/send", {**SAID, "offlinePush": {"disabled": True}}).data
    assert "or its sender had switched its push off" in asked(quiet).said


@pytest.mark.usefixtures("phone")
def test_of_a_large_group_it_is_not_yet_his_turn(as_alice: Client, bob: Account, club: Room) -> None:
    message = Message.objects.get(pk=say_in(as_alice, "club")["id"])
    dispatched = Known(message, receiver(message, "bob", []), told_upto=bob.pk)
    assert "the turn of bob" not in answer(dispatched).said
    assert "the turn of bob has not come yet" in answer(replace(dispatched, told_upto=0)).said


@pytest.mark.usefixtures("phone")
def test_what_kept_his_phone_silent(as_alice: Client, as_bob: Client, bob: Account, acme: App) -> None:
    first = say(as_alice, "bob")
    assert "queued for HUAWEI" in asked(first).said
    as_bob.put("/api/im/conversations/alice/muted", {"muted": True})
    assert "has muted this conversation" in asked(say(as_alice, "bob")).said
    as_bob.put("/api/im/conversations/alice/muted", {"muted": False})
    Device.objects.update(notification_enabled=False)
    off = asked(say(as_alice, "bob"))
    assert "Notifications are switched off" in off.said
    assert "allow them in the phone's settings" in str(off.remedy)
    Device.objects.update(notification_enabled=True, status=DeviceStatus.INVALID)
    assert "phone, the last one, is Token refused" in asked(say(as_alice, "bob")).said
    opens(bob, "phone")
    Device.objects.update(status=DeviceStatus.ACTIVE)
    assert "The app is open on that device" in asked(say(as_alice, "bob")).said


@pytest.mark.usefixtures("phone")
@pytest.mark.parametrize(
    ("fields", "said", "remedy"),
    [
        ({"status": "FAILED", "reason": "INVALID_TOKEN", "vendor_code": "80300007"}, "80300007", ""),
        ({"status": "ACCEPTED"}, "nobody has confirmed that it arrived", "power"),
        ({"status": "DELIVERED"}, "The push reached the device phone", ""),
        ({"status": "RETRYING", "tries": 2}, "2 tries so far", "what the vendor answered"),
        ({"status": "UNKNOWN", "reason": "UNANSWERED"}, "no answer came", "status page"),
        ({"status": "CANCELLED", "reason": "SURPRISE"}, "Cancelled", ""),
    ],
)
def test_what_became_of_the_push(as_alice: Client, fields: dict[str, Any], said: str, remedy: str) -> None:
    sent = say(as_alice, "bob")
    dispatch_all()
    Delivery.objects.update(**fields)
    found = asked(sent)
    assert said in found.said
    assert remedy in str(found.remedy)


@pytest.mark.usefixtures("phone")
def test_a_vendor_that_rests_and_workers_that_do_not_run(as_alice: Client, acme: App) -> None:
    sent = say(as_alice, "bob")
    message = Message.objects.get(pk=sent["id"])
    waiting = answer(Known(message, receiver(message, "bob", []), traces(message, [])))
    assert "No worker has taken up its event yet" in waiting.said
    dispatch_all()
    until = timezone.now() + timedelta(hours=1)
    Lane.objects.create(app=acme, vendor="HUAWEI", paused_until=until, reason="AUTH")
    found = asked(sent)
    assert "nothing is sent to HUAWEI until" in found.said
    assert "refuses the credential" in str(found.remedy)


@pytest.mark.usefixtures("redis_away")
def test_without_redis_the_page_says_so(page: Page, as_alice: Client, bob: Account) -> None:
    sent = say(as_alice, "bob")
    shown = page(f"message/{sent['id']}/change/", tab="why")
    assert "Not known: Redis is away." in shown


@pytest.mark.usefixtures("phone")
def test_the_time_line_has_every_step(page: Page, as_alice: Client, acme: App) -> None:
    endpoint = make_endpoint(acme, "http://127.0.0.1:9/hook", "message.*", name="crm")
    sent = say(as_alice, "bob", "<script>x()</script>")
    as_alice.put(f"/api/im/messages/{sent['id']}", {"content": {"text": "otherwise"}})
    dispatch_all()
    as_alice.post(f"/api/im/messages/{sent['id']}/revoke", {"reason": "<b>wrong</b>"})
    dispatch_all()
    shown = page(f"message/{sent['id']}/change/", tab="why")
    for words in (
        "From alice",
        sent["clientMsgId"],
        "Checked",
        "none is set up now",
        "Written as message 1",
        "message.sent",
        "message.edited",
        "message.revoked",
        "webhook crm: Pending after 0 tries",
        "Push: ",
        "HUAWEI phone",
        "Edited by alice: revision 2",
        "Revoked by alice",
        "&lt;b&gt;wrong&lt;/b&gt;",
    ):
        assert words in shown, words
    assert Webhook.objects.filter(endpoint=endpoint).count() == 3
    Event.objects.all().delete()  # their time is over: what was signed says the same
    message = Message.objects.get(pk=sent["id"])
    found = traces(message, [message.edited_at or timezone.now()])
    assert [len(trace.deliveries) for trace in found] == [1, 1, 1]


def test_a_mute_that_is_over_is_none(page: Page, as_alice: Client, bob: Account) -> None:
    path = f"message/{say(as_alice, 'bob')['id']}/change/"
    Member.objects.filter(account=bob).update(muted=True)
    assert ">muted<" in page(path, tab="why")
    Member.objects.update(muted_until=timezone.now() - timedelta(minutes=1))
    assert ">muted<" not in page(path, tab="why")


def test_what_nobody_heard_of_is_said(page: Page, as_alice: Client, bob: Account) -> None:
    sent = say(as_alice, "bob")
    shown = page(f"message/{sent['id']}/change/", tab="why")
    assert "no endpoint listened and no phone was to be told" in shown
    assert "There is no account" in page(f"message/{sent['id']}/change/", tab="why", who="a\0b")


def test_of_a_group_all_members_and_each(
    page: Page, browser: Browser, as_alice: Client, as_bob: Client, club: Room, acme: App, phone: Device
) -> None:
    sent = say_in(as_alice, "club")
    dispatch_all()
    path = f"message/{sent['id']}/change/"
    whole = page(path, tab="why")
    assert "2 members" in whole
    assert "PENDING: 1" in whole
    assert "?tab=why&amp;who=bob" in whole
    as_bob.put("/api/im/conversations/club/read", {})
    assert "bob has read it" in page(path, tab="why", who="bob")
    with CaptureQueriesContext(connection) as made:
        browser.get(f"/admin/im/{path}?tab=why")
    before = len(made)
    make_many(acme, club)
    with CaptureQueriesContext(connection) as made:
        more = browser.get(f"/admin/im/{path}?tab=why").content.decode()
    assert len(made) == before
    assert "More members" in more


def make_many(app: App, club: Room) -> None:
    """60 members more, who were there all the time."""
    people = Account.objects.bulk_create(Account(app=app, user_id=f"m{n}") for n in range(60))
    Member.objects.bulk_create(
        Member(app=app, conversation=club.conversation, account=one, chat_type="GROUP", target_id="club")
        for one in people
    )
