"""POST /api/push/internal/notify: what comes of it when it is about to leave."""

import pytest

from accounts.models import App
from push.sending import store
from tests.client import Client
from tests.im.chat import say
from tests.im.conversations.steps import change
from tests.im.offline.rings import last
from tests.push.credentials import make_credential
from tests.push.phones import make_device
from tests.push.sending.queued import queued
from tests.push.test_notify import skipped, told


@pytest.fixture(autouse=True)
def _credential(acme: App) -> None:
    make_credential(acme)


def called_off(app: App) -> list[str]:
    """Why what is due does not go out."""
    prepared = store.look((app.pk, "HUAWEI"), 10).prepared
    assert prepared
    assert prepared.batches == []
    return [one.reason for one in prepared.results]


def test_a_chat_goes_before_a_campaign_of_the_same_app(acme: App, as_internal: Client) -> None:
    campaign = queued(acme, 3)
    make_device(acme, "u1")
    told(as_internal, "u1")
    lane = (acme.pk, "HUAWEI")
    assert [due.user_id for due in store.claim(lane, 1)] == ["u1"]
    assert {due.delivery for due in store.claim(lane, 10)} == {one.pk for one in campaign}


def test_a_message_that_the_chat_knows_does_not_ring_once_it_is_read(
    acme: App, as_internal: Client, as_alice: Client, as_bob: Client
) -> None:
    make_device(acme, "bob")
    message = say(as_alice, "bob", offlinePush={"disabled": True})
    where = {"eventId": message["id"], "conversationId": message["conversationId"], "convType": "SINGLE"}
    assert told(as_internal, "bob", **where)["accepted"] == 1
    assert last("bob").data["seq"] == message["seq"]
    change(as_bob, "alice", "read", seq=message["seq"])
    assert called_off(acme) == ["READ"]


def test_what_is_taken_back_before_it_rang_does_not_ring(acme: App, as_internal: Client) -> None:
    make_device(acme, "u1")
    told(as_internal, "u1", conversationId="c-9")
    answer = told(as_internal, "u1", type="IM_REVOKE", conversationId="c-9")
    assert (answer["accepted"], skipped(answer)) == (0, {"noDevice": 1})
    assert called_off(acme) == ["TASK_CANCELLED"]
