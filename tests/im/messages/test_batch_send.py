"""Row 70, POST /api/im/admin/messages/batch-send; and GET …/batch-send/{taskId} beside it."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, App, KeptAnswer
from im.messages.actions import batch_sending, sending
from im.messages.models import BatchSend, Message
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.conftest import make_account
from tests.im.chat import Room, conversation, delete, history, texts
from tests.im.relations.steps import blocks

ROW = "/api/im/admin/messages/batch-send"


def asked(*to_ids: str, **more: Any) -> dict[str, Any]:
    to = {"toIds": list(to_ids)} if to_ids else {}
    text = more.pop("text", "news")
    return {**to, "msgType": "TEXT", "content": {"text": text}, **more}


def batch(client: Client, *to_ids: str, **more: Any) -> dict[str, Any]:
    answer = client.post(ROW, asked(*to_ids, **more))
    assert answer.ok, answer
    sent: dict[str, Any] = answer.data
    return sent


def keyed(client: Client, key: str, body: dict[str, Any]) -> Answer:
    return client.call("POST", ROW, body=body, headers={"Idempotency-Key": key})


@pytest.fixture
def crowd(acme: App) -> list[str]:
    """u0 to u119."""
    return [make_account(acme, f"u{n}").user_id for n in range(120)]


def work_off() -> None:
    """As a worker does."""
    while batch_sending.next_part():
        pass


def task(client: Client, task_id: str) -> dict[str, Any]:
    state: dict[str, Any] = client.get(f"{ROW}/{task_id}").data
    return state


def test_each_receiver_gets_a_message_of_his_own(
    as_root: Client, as_alice: Client, as_bob: Client, root: Account
) -> None:
    sent = batch(as_root, "alice", "bob", ext="e")
    assert (sent["total"], sent["success"], sent["failed"], sent["errors"]) == (2, 2, 0, [])
    for client, name in ((as_alice, "alice"), (as_bob, "bob")):
        (message,) = history(client, "root")
        assert (message["id"], message["fromId"], message["toId"]) == (sent["messageIds"][name], "root", name)
        assert (message["content"], message["ext"]) == ({"text": "news"}, "e")
        assert conversation(client, "root")["unread"] == 1


def test_groups_get_it_too(as_server: Client, as_bob: Client, club: Room, erin: Account) -> None:
    sent = batch(as_server, fromId="erin", groupIds=["club", "nogroup", "club"])
    assert (sent["total"], sent["success"], sent["failed"]) == (2, 1, 1)
    assert sent["errors"] == [{"groupId": "nogroup", "status": "10010"}]
    assert list(sent["messageIds"]) == ["club"]
    assert conversation(as_bob, "club")["lastMessage"]["id"] == sent["messageIds"]["club"]


def test_who_is_not_there_is_an_error_of_his_own(
    as_root: Client, alice: Account, carol: Account, dave: Account
) -> None:
    delete(carol)
    sent = batch(as_root, "nobody", "alice", "dave", "carol", "platform")
    assert (sent["total"], sent["success"], sent["failed"]) == (5, 1, 4)
    assert [error["userId"] for error in sent["errors"]] == ["nobody", "dave", "carol", "platform"]
    assert {error["status"] for error in sent["errors"]} == {"20003"}


def test_repeated_receivers_get_it_once(as_root: Client, alice: Account, bob: Account) -> None:
    sent = batch(as_root, "alice", "bob", "alice")
    assert (sent["total"], sent["success"]) == (2, 2)
    assert Message.objects.count() == 2


def test_neither_blacklists_nor_friendships_nor_mutes_are_looked_at(
    as_root: Client, acme: App, alice: Account, bob: Account
) -> None:
    blocks(alice, bob)
    acme.changed_settings = {"friendsOnly": True}
    acme.save()
    assert as_root.put("/api/im/admin/global-mute", {"enabled": True}).ok
    assert batch(as_root, "alice", fromId="bob")["success"] == 1


def test_server_and_operator_name_the_sender(as_server: Client, as_operator: Client, alice: Account) -> None:
    for client in (as_server, as_operator):
        assert client.post(ROW, asked("alice")).refused(400, "10004", "fromId")
        assert client.post(ROW, asked("alice", fromId="nobody")).refused(404, "20003")
        assert batch(client, "alice", fromId="alice")["success"] == 1


def test_the_sender_has_it_unread_nowhere(as_server: Client, as_alice: Client, bob: Account) -> None:
    batch(as_server, "bob", "alice", fromId="alice")
    assert conversation(as_alice, "bob")["unread"] == 0
    assert conversation(as_alice, "alice")["unread"] == 0


def test_noUnread_counts_for_nobody(as_root: Client, as_alice: Client) -> None:  # noqa: N802
    batch(as_root, "alice", noUnread=True)
    assert conversation(as_alice, "root")["unread"] == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"toIds": None}, "toIds"),
        ({"toIds": []}, "toIds"),
        ({"toIds": ["alice"] * 501}, "toIds"),
        ({"groupIds": ["club"] * 21}, "groupIds"),
        ({"toIds": ["a b"]}, "toIds"),
        ({"msgType": "TIP"}, "msgType"),
        ({"content": {}}, "content.text"),
        ({"async": "yes"}, "async"),
        ({"ext": "x" * 2049}, "ext"),
    ],
    ids=["null", "empty", "501", "21 groups", "no id", "TIP", "no text", "async", "ext"],
)
def test_what_is_wrong_is_named(change: dict[str, Any], field: str, as_root: Client) -> None:
    answer = as_root.post(ROW, {**asked("alice"), **change})
    assert answer.refused(400, "10004")
    assert answer.data["errors"][0]["field"].startswith(field)


def test_without_any_receiver_it_is_400(as_root: Client) -> None:
    assert as_root.post(ROW, asked()).refused(400, "10004", "toIds")


def test_sockets_hear_of_each_message_and_durable_listeners_of_the_batch(
    as_root: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    sent = batch(as_root, "alice", "bob", "nobody")
    messages = [fact for fact in facts if fact.type == "message.sent"]
    assert [fact.audience.users for fact in messages] == [("root", "alice"), ("root", "bob")]
    assert all(fact.socket and fact.durable and not fact.callbacks for fact in messages)
    assert all(fact.skip_users == ("root",) for fact in messages)
    (told,) = [fact for fact in facts if fact.type == "message.batch_sent"]
    assert told.durable
    assert not told.socket
    said = {"fromId": "root", "msgType": "TEXT", "content": {"text": "news"}, "ext": "", "operatorId": "root"}
    assert told.data == {**sent, **said}


def test_how_it_rings_phones_goes_with_each_message_and_no_further(
    as_root: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    hints = {"disabled": False, "title": "News", "sound": "bell"}
    sent = as_root.post(ROW, {**asked("alice", "bob"), "offlinePush": hints})
    assert sent.ok
    messages = [fact for fact in facts if fact.type == "message.sent"]
    assert [fact.aside for fact in messages] == [{"offlinePush": hints}] * 2
    assert not any("offlinePush" in fact.data for fact in facts)


def test_it_is_logged_once(as_server: Client, alice: Account, bob: Account, club: Room) -> None:
    sent = batch(as_server, "alice", "bob", fromId="alice", groupIds=["club"])
    (entry,) = Operation.objects.all()
    assert (entry.action, entry.operator_id, entry.target_id) == ("MESSAGE_BATCH_SEND", "server", "alice")
    assert entry.detail == {
        "messageKey": sent["messageKey"],
        "fromId": "alice",
        "toIds": ["alice", "bob"],
        "groupIds": ["club"],
    }


def test_a_repeat_under_the_same_key_gets_the_same_answer_and_sends_nothing(
    as_root: Client, alice: Account, bob: Account
) -> None:
    first = keyed(as_root, "k", asked("alice", "bob"))
    assert first.ok
    assert keyed(as_root, "k", asked("alice", "bob")).raw == first.raw
    assert keyed(as_root, "k", asked("alice")).refused(400, "10004", "Idempotency-Key")
    assert Message.objects.count() == 2
    assert Operation.objects.count() == 1


def test_also_when_the_answer_is_forgotten(as_root: Client, alice: Account, root: Account) -> None:
    from_key = [keyed(as_root, "k", asked("alice")).data]
    batch_sending.prune()
    Message.objects.get()
    forget_answers()
    from_key.append(keyed(as_root, "k", asked("alice")).data)
    assert from_key[0] == from_key[1]
    assert Message.objects.count() == 1


def forget_answers() -> None:
    KeptAnswer.objects.all().delete()


@pytest.mark.usefixtures("remembering")
def test_many_receivers_cost_as_many_statements_as_two(
    as_root: Client, alice: Account, bob: Account, crowd: list[str], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as few:
        batch(as_root, "alice", "bob")
    with django_assert_max_num_queries(len(few)):
        assert batch(as_root, *crowd)["success"] == 120


def test_many_may_be_left_to_a_worker(as_root: Client, as_alice: Client, crowd: list[str]) -> None:
    answer = batch(as_root, *crowd, "nobody", "alice", **{"async": True})
    assert list(answer) == ["taskId"]
    state = task(as_root, answer["taskId"])
    assert (state["state"], state["total"], state["success"], state["finishedAt"]) == (
        "PENDING",
        122,
        0,
        None,
    )
    assert not Message.objects.exists()
    work_off()
    state = task(as_root, answer["taskId"])
    assert (state["state"], state["success"], state["failed"]) == ("DONE", 121, 1)
    assert state["errors"] == [{"userId": "nobody", "status": "20003"}]
    assert state["finishedAt"] >= state["createdAt"]
    assert history(as_alice, "root")[0]["id"] == state["messageIds"]["alice"]
    assert Operation.objects.filter(action="MESSAGE_BATCH_SEND").count() == 1


def test_a_hundred_are_sent_at_once_whatever_is_asked(as_root: Client, crowd: list[str]) -> None:
    assert batch(as_root, *crowd[:100], **{"async": True})["success"] == 100
    assert batch(as_root, *crowd)["success"] == 120
    assert not BatchSend.objects.filter(finished_at=None).exists()


def test_what_was_sent_at_once_can_be_asked_about_too(as_root: Client, alice: Account) -> None:
    sent = batch(as_root, "alice", "nobody")
    state = task(as_root, sent["messageKey"])
    assert state["state"] == "DONE"
    assert {name: state[name] for name in sent} == sent


def test_a_part_after_the_other(
    as_root: Client, crowd: list[str], monkeypatch: pytest.MonkeyPatch, facts: list[Fact]
) -> None:
    monkeypatch.setattr(batch_sending, "PART", 50)
    task_id = batch(as_root, *crowd, **{"async": True})["taskId"]
    progress = []
    while batch_sending.next_part():
        progress.append(task(as_root, task_id)["success"])
    assert progress == [50, 100, 120]
    assert [fact.type for fact in facts].count("message.batch_sent") == 1
    assert Message.objects.count() == 120


@pytest.mark.usefixtures("remembering")
def test_a_part_that_fails_comes_again_later_and_does_not_stop_the_others(
    as_root: Client, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = batch(as_root, *crowd, text="bad", **{"async": True})["taskId"]
    good = batch(as_root, *crowd, text="good", **{"async": True})["taskId"]
    send = sending.send

    def fails_once(sends: Any) -> Any:
        if sends[0].content["text"] == "bad":
            raise RuntimeError("cannot")
        return send(sends)

    monkeypatch.setattr(batch_sending, "send", fails_once)
    work_off()
    assert (task(as_root, bad)["state"], task(as_root, good)["state"]) == ("PENDING", "DONE")
    monkeypatch.setattr(batch_sending, "send", send)
    work_off()
    assert BatchSend.objects.get(key=bad).attempts == 1
    BatchSend.objects.update(next_attempt_at=timezone.now())
    work_off()
    assert task(as_root, bad)["success"] == 120


def test_when_its_sender_is_deleted_the_rest_is_not_sent(
    as_server: Client, alice: Account, crowd: list[str]
) -> None:
    task_id = batch(as_server, *crowd, fromId="alice", **{"async": True})["taskId"]
    delete(alice)
    work_off()
    state = task(as_server, task_id)
    assert (state["state"], state["failed"]) == ("DONE", 120)
    assert state["errors"][0] == {"userId": "u0", "status": "20003"}


def test_the_same_task_is_not_made_twice_under_a_key(as_root: Client, crowd: list[str]) -> None:
    body = asked(*crowd, **{"async": True})
    first = keyed(as_root, "k", body).data
    forget_answers()
    assert keyed(as_root, "k", body).data == first
    work_off()
    assert Message.objects.count() == 120


def test_a_finished_task_is_forgotten_after_a_week(as_root: Client, crowd: list[str]) -> None:
    task_id = batch(as_root, *crowd, **{"async": True})["taskId"]
    work_off()
    assert batch_sending.prune() == 0
    BatchSend.objects.update(finished_at=timezone.now() - batch_sending.KEPT * 2)
    assert batch_sending.prune() == 1
    assert as_root.get(f"{ROW}/{task_id}").refused(404, "90404")


def test_one_after_the_other_arrives_in_order(as_root: Client, as_alice: Client, bob: Account) -> None:
    batch(as_root, "alice", "bob", text="one")
    batch(as_root, "bob", "alice", text="two")
    assert texts(history(as_alice, "root", order="asc")) == ["one", "two"]
