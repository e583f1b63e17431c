"""Row 71, POST /api/im/admin/messages/read."""

from accounts.models import Account
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import Room, conversation, say, say_in

ROW = "/api/im/admin/messages/read"


def test_it_reads_for_the_user_as_he_would_himself(
    as_server: Client, as_alice: Client, as_bob: Client
) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    answer = as_server.post(ROW, {"userId": "alice", "targetId": "bob", "seq": 2}).data
    assert (answer["targetId"], answer["chatType"], answer["readSeq"], answer["unread"]) == (
        "bob",
        "SINGLE",
        2,
        1,
    )
    assert as_server.post(ROW, {"userId": "alice", "targetId": "bob"}).data["totalUnread"] == 0
    assert conversation(as_alice, "bob")["unread"] == 0


def test_it_reads_in_groups(as_root: Client, as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club")
    answer = as_root.post(ROW, {"userId": "bob", "targetId": "club", "chatType": "GROUP"}).data
    assert (answer["chatType"], answer["readSeq"], answer["unread"]) == ("GROUP", 1, 0)


def test_the_peer_is_told_who_did_it(
    as_operator: Client, as_bob: Client, alice: Account, facts: list[Fact]
) -> None:
    say(as_bob, "alice")
    assert as_operator.post(ROW, {"userId": "alice", "targetId": "bob"}).ok
    (told,) = [fact for fact in facts if fact.type == "message.read"]
    assert told.audience.users == ("bob",)
    assert (told.data["readerId"], told.data["operatorId"]) == ("alice", "operator:olga")


def test_who_is_not_there_is_404(as_root: Client, alice: Account, dave: Account) -> None:
    for stranger in ("nobody", "dave", "platform"):
        assert as_root.post(ROW, {"userId": stranger, "targetId": "alice"}).refused(404, "70107")
        assert as_root.post(ROW, {"userId": "alice", "targetId": stranger}).refused(404, "20003")
    body = {"userId": "alice", "targetId": "nogroup", "chatType": "GROUP"}
    assert as_root.post(ROW, body).refused(404, "10010")


def test_beyond_the_end_is_400(as_root: Client, as_bob: Client, alice: Account) -> None:
    say(as_bob, "alice")
    assert as_root.post(ROW, {"userId": "alice", "targetId": "bob", "seq": 2}).refused(400, "10004", "seq")
    for body in ({"targetId": "bob"}, {"userId": "alice"}, {"userId": "alice", "targetId": "bob", "seq": -1}):
        assert as_root.post(ROW, body).refused(400, "10004")


def test_each_call_is_logged_once(as_server: Client, as_bob: Client, alice: Account) -> None:
    say(as_bob, "alice")
    for _ in range(2):
        assert as_server.post(ROW, {"userId": "alice", "targetId": "bob"}).ok
    entries = Operation.objects.filter(action="MESSAGE_READ")
    assert [entry.target_id for entry in entries] == ["alice", "alice"]
    assert entries[0].detail == {"userId": "alice", "targetId": "bob", "chatType": "SINGLE", "readSeq": 1}
