"""The main job, on what one command started: two people talk, and no death takes anything with it."""

import json
import stat
import subprocess
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.request import urlopen

import pytest

from config.supervisor.box import RULE
from tests.generators import NpmGenerator, npm_generator
from tests.whole.installation import Installation, eventually, installation
from tests.whole.person import OFFLINE, Person

__all__ = ["npm_generator"]


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(inbox=True) as started:
        yield started


def everything(running: Installation) -> dict[str, Any]:
    """What the people of both apps can see: the history of every conversation, and how it stands."""
    return {user["userId"]: seen_by(Person(running, user["userId"])) for user in running.app["users"]}


def seen_by(person: Person) -> dict[str, Any]:
    rows = person.data("GET", "/api/im/conversations", limit=100)["items"]
    names = [(row["targetId"], row["chatType"]) for row in rows]
    return {"list": rows, **{name: person.history(name, chat_type) for name, chat_type in names}}


def they_talk(running: Installation) -> None:
    """alice writes; bob has it over the socket, in his history and list; what he misses is brought to him."""
    alice, bob = Person(running, "alice"), Person(running, "bob", device_id="bobs phone")
    known = bob.read("alice")["readSeq"]
    with bob.phone() as phone:
        sent = alice.say("bob", "你好, Bob")
        assert sent["seq"] == known + 1
        heard = phone.hear("message.sent")["data"]
    assert heard | {"operatorId": ""} == sent | {"operatorId": ""}
    for reader, peer in ((alice, "bob"), (bob, "alice")):
        assert reader.history(peer)[-1] == sent
    row = bob.conversation("alice")
    assert (row["unread"], row["lastSeq"], row["lastMessage"]["id"]) == (1, sent["seq"], sent["id"])
    assert alice.conversation("bob")["unread"] == 0
    assert bob.read("alice")["unread"] == 0
    assert bob.conversation("alice")["unread"] == 0
    bob_was_away(alice, bob, sent["seq"])


def bob_was_away(alice: Person, bob: Person, has: int) -> None:
    cursor = {"targetId": "alice", "chatType": "SINGLE", "version": 0}
    bob.data("POST", OFFLINE, {"ack": [{**cursor, "seq": has}]})
    missed = [alice.say("bob", words) for words in ("你在吗?", "are you there?")]
    count = bob.data("GET", "/api/im/messages/offline/count", chatType="SINGLE", targetId="alice")
    assert (count["total"], count["conversations"][0]["unread"]) == (2, 2)
    brought = bob.data("POST", OFFLINE, {})["conversations"]
    assert [row["messages"] for row in brought if row["targetId"] == "alice"] == [missed]
    bob.data("POST", OFFLINE, {"ack": [{**cursor, "seq": missed[-1]["seq"]}]})
    count = bob.data("GET", "/api/im/messages/offline/count", chatType="SINGLE", targetId="alice")
    assert count["total"] == 0


def test_the_pasted_command_sends_a_message(running: Installation) -> None:
    box = running.said.split(RULE)[1]
    command = box[box.index("curl") :]
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False, env=running.environ
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["code"], answer["status"], answer["data"]["fromId"]) == (200, "0", "alice")
    assert Person(running, "bob").history("alice")[-1]["id"] == answer["data"]["id"]


def test_what_happens_is_heard_by_the_inbox(running: Installation) -> None:
    said = Person(running, "alice").say("bob", "heard by the inbox?")

    def heard() -> bool:
        with urlopen(f"{running.demo['inboxUrl']}/arrived", timeout=20) as answer:
            calls = json.load(answer)["calls"]
        bodies = [json.loads(call["body"]) for call in calls if not call["refused"]]
        return said["id"] in [body["data"].get("id") for body in bodies if body["type"] == "message.sent"]

    eventually(heard)


def test_the_box_says_where_everything_is(running: Installation) -> None:
    demo = running.demo
    for word in (
        demo["consoleUrl"],
        demo["inboxUrl"],
        demo["phonesUrl"],
        demo["chatUrl"],
        demo["console"]["password"],
        running.app["appKey"],
    ):
        assert word in running.said


def test_the_demo_file_is_for_its_owner_and_complete(running: Installation) -> None:
    path = running.data / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    demo = running.demo
    assert demo.keys() == {
        *(
            "baseUrl",
            "wsUrl",
            "consoleUrl",
            "docsUrl",
            "inboxUrl",
            "phonesUrl",
            "chatUrl",
            "console",
            "internalToken",
            "apps",
        )
    }
    assert demo["baseUrl"] == f"http://127.0.0.1:{running.port}"
    assert demo["wsUrl"] == f"ws://127.0.0.1:{running.port + 1}/ws/im"
    assert demo["console"].keys() == {"username", "password"}
    assert len(demo["apps"]) == 2
    for app in demo["apps"]:
        assert app.keys() == {"appKey", "sdkAppId", "secretKey", "appSecret", "admin", "users"}
        for user in (app["admin"], *app["users"]):
            assert user.keys() == {"userId", "userSig"}
    assert {"alice", "bob", "carol", "dave", "erin"} <= {user["userId"] for user in running.app["users"]}


def test_sigs_of_both_generators_log_in(running: Installation, npm_generator: NpmGenerator) -> None:
    app = running.app
    sig = npm_generator.sig(app=app["sdkAppId"], key=app["secretKey"], user="carol", expire=86_400)
    assert Person(running, "carol", sig=sig).login["userId"] == "carol"
    assert Person(running, "dave").login["userId"] == "dave"  # with the generator for Python


def test_seeding_again_changes_nothing(running: Installation) -> None:
    file, seen = (running.data / "demo.json").read_bytes(), everything(running)
    assert sum(len(items) for items in seen["alice"].values()) > 5
    running.manage("seed_demo")
    assert (running.data / "demo.json").read_bytes() == file
    assert everything(running) == seen


def test_two_talk_also_after_kill_9_of_everything(running: Installation) -> None:
    they_talk(running)
    file, seen = (running.data / "demo.json").read_bytes(), everything(running)
    running.kill_everything()
    running.start()
    assert (running.data / "demo.json").read_bytes() == file
    assert everything(running) == seen
    they_talk(running)


def test_every_role_is_a_process_of_its_own_and_says_which(running: Installation) -> None:
    roles = ("web", "gateway", "worker", "beat", "postgres", "valkey")
    found = {role: eventually(partial(running.find, role), role).pid for role in roles}
    assert len(set(found.values())) == len(roles)
