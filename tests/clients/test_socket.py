"""The client's socket before a real gateway: what it hears, what it says, and how it comes back."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.actions import apps
from accounts.models import Account
from hongyan import (
    AsyncClient,
    AsyncSocket,
    BadRequest,
    Client,
    Event,
    NotFound,
    Socket,
    SocketClosed,
    Unreachable,
    make_user_sig,
)
from im.messages.actions import send_one
from im.messages.sends import Send
from im.realtime import codes
from tests.clients.conftest import QUICK, Connect, Phone
from tests.im.realtime.conftest import Running

Run = Callable[[Awaitable[Any]], Any]


def text(to_id: str, words: str) -> dict[str, Any]:
    return {"chat_type": "SINGLE", "to_id": to_id, "msg_type": "TEXT", "content": {"text": words}}


def words_of(event: Event) -> str:
    return str(event.message["content"]["text"])


async def hear(socket: AsyncSocket, kind: str = "message.sent") -> Event:
    """The next event of a kind; what else happens is passed over."""
    while True:
        event = await socket.receive(timeout=15)
        if event.type == kind:
            return event


async def hear_words(socket: AsyncSocket, number: int) -> list[str]:
    return [words_of(await hear(socket)) for _ in range(number)]


def send_many(number: int) -> None:
    """From alice to bob, numbered; no rate holds it up. Also from a thread of its own."""
    alice = Account.objects.select_related("app").get(app__app_key="acme", user_id="alice")
    for each in range(number):
        body = {"text": str(each)}
        send_one(
            Send(
                app=alice.app,
                sender=alice,
                chat_type="SINGLE",
                to_id="bob",
                msg_type="TEXT",
                content=body,
                client_msg_id=uuid4().hex,
            )
        )
    if threading.current_thread() is not threading.main_thread():
        connection.close()


async def close_all(gateway: Running, code: int, reason: str = "") -> None:
    """The gateway hangs up on everybody, from its own loop."""

    def close() -> None:
        for socket in list(gateway.gateway.sockets):
            socket.close(code, reason)

    await asyncio.to_thread(gateway.on_loop, close)


def test_what_one_says_over_the_socket_the_other_hears(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    clients = phone(alice), phone(bob)

    async def talk() -> None:
        async with clients[0].socket() as at_alice, clients[1].socket() as at_bob:
            assert (at_alice.user_id, at_bob.user_id) == ("alice", "bob")
            sent = await at_alice.send(**text("bob", "你好"))
            heard = await hear(at_bob)
            assert heard.message["id"] == sent["id"]
            answer = await clients[1].messages.send(**text("alice", "in 2"))
            assert (await hear(at_alice)).message["id"] == answer["id"]
            assert (await at_alice.mark_read("bob"))["readSeq"] == 2
            assert (await hear(at_bob, "message.read")).data["readSeq"] == 2

    run(talk())


def test_what_one_sends_over_http_meanwhile_is_no_news_and_no_gap(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    clients = phone(alice), phone(bob)

    async def talk() -> None:
        async with clients[0].socket() as at_alice, clients[1].socket() as at_bob:
            await hear(at_alice, "synced")
            for number in range(3):
                await clients[0].messages.send(**text("bob", str(number)))
                await at_bob.send(**text("alice", f"answer {number}"))
            events = [await at_alice.receive(15) for _ in range(3)]
            assert [words_of(event) for event in events] == [f"answer {number}" for number in range(3)]

    run(talk())


def test_ops_of_every_kind(phone: Phone, alice: Account, bob: Account, run: Run) -> None:
    clients = phone(alice), phone(bob)

    async def talk() -> None:
        async with clients[0].socket() as at_alice, clients[1].socket() as at_bob:
            states = await at_alice.subscribe_presence(["bob"])
            assert [(one["userId"], one["state"]) for one in states] == [("bob", "ONLINE")]
            await at_bob.typing("alice")
            assert (await hear(at_alice, "typing.started")).data["userId"] == "bob"
            await at_bob.set_background(True)
            assert (await hear(at_alice, "presence.changed")).data["state"] == "PUSH_ONLINE"
            await at_alice.unsubscribe_presence(["bob"])
            await at_alice.ping()
            assert (await at_alice.sync())["conversations"] == []
            with pytest.raises(NotFound) as missing:
                await at_alice.send(**text("nobody", "hi"))
            assert missing.value.status == "20003"
            with pytest.raises(BadRequest) as bad:
                await at_alice.send(chat_type="SINGLE", to_id="bob", msg_type="TEXT", content={})
            assert bad.value.errors[0]["field"] == "content.text"

    run(talk())


def test_a_message_too_large_for_a_frame_goes_over_http(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    client = phone(alice)
    push = {"title": "x" * 100, "body": "新" * 1000, "ext": "y" * 1000}

    async def talk() -> None:
        async with client.socket() as at_alice:
            message = {**text("bob", "x" * 12_000), "offline_push": push}
            assert (await at_alice.send(**message))["seq"] == 1

    run(talk())


def test_what_was_missed_comes_first_and_in_order(
    phone: Phone, back_end: Client, alice: Account, bob: Account, run: Run
) -> None:
    sender, client = back_end, phone(bob)

    async def listen(number: int) -> list[str]:
        async with client.socket() as at_bob:
            heard = await hear_words(at_bob, number)
            await hear(at_bob, "synced")
            return heard

    send_many(120)
    assert run(listen(120)) == [str(number) for number in range(120)]
    sender.messages.send(from_id="alice", **text("bob", "new"))
    assert run(listen(1)) == ["new"]  # the rest was acknowledged when the first socket was closed


def test_what_was_not_taken_comes_again(phone: Phone, alice: Account, bob: Account, run: Run) -> None:
    client = phone(bob)
    send_many(3)

    async def take(number: int) -> list[str]:
        async with client.socket() as at_bob:
            return await hear_words(at_bob, number)

    assert run(take(2)) == ["0", "1"]
    assert run(take(2)) == ["1", "2"]  # "1" was handed out, but nobody asked for the next one


def test_cursors_of_ones_own_say_where_it_goes_on(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    client = phone(bob)
    send_many(5)

    async def listen(number: int, cursors: list[Any]) -> tuple[list[str], list[Any]]:
        async with client.socket(cursors=cursors) as at_bob:
            heard = await hear_words(at_bob, number)
            await hear(at_bob, "synced")
            return heard, at_bob.cursors

    _, cursors = run(listen(5, []))
    assert [(one["targetId"], one["seq"]) for one in cursors] == [("alice", 5)]
    cursors[0]["seq"] = 2
    assert run(listen(3, cursors))[0] == ["2", "3", "4"]


def test_a_new_device_may_begin_with_the_newest(phone: Phone, alice: Account, bob: Account, run: Run) -> None:
    client = phone(bob, device_id="new")
    send_many(110)

    async def listen() -> str:
        async with client.socket(latest=True) as at_bob:
            return words_of(await hear(at_bob))

    assert run(listen()) == "10"  # a page of a hundred


def test_edits_and_revokes_that_were_missed_are_brought_as_events(
    phone: Phone, back_end: Client, alice: Account, bob: Account, run: Run
) -> None:
    sender, client = back_end, phone(bob)
    ids = [
        str(sender.messages.send(from_id="alice", **text("bob", str(number)))["id"]) for number in range(3)
    ]

    async def listen(until: str) -> list[tuple[str, Any]]:
        seen: list[tuple[str, Any]] = []
        async with client.socket() as at_bob:
            while True:
                event = await at_bob.receive(15)
                if event.type == until:
                    return seen
                seen.append((event.type, event.data.get("messageId", event.data.get("id"))))

    assert [kind for kind, _ in run(listen("synced"))] == ["hello", *["message.sent"] * 3]
    sender.acting_as("alice").messages.edit(ids[0], content={"text": "edited"})
    sender.acting_as("alice").messages.revoke(ids[1])
    assert run(listen("synced"))[1:] == [("message.edited", ids[0]), ("message.revoked", ids[1])]
    assert run(listen("synced"))[1:] == []


def test_it_comes_back_after_a_restart_of_the_gateway_with_what_was_said_meanwhile(
    phone: Phone, back_end: Client, alice: Account, bob: Account, run: Run
) -> None:
    sender, client = back_end, phone(bob)

    async def talk() -> None:
        async with client.socket() as at_bob:
            await at_bob.subscribe_presence(["alice"])
            await hear(at_bob, "synced")
            await close_all(phone.gateway, codes.RESTART, '{"retryAfterMs":300}')
            await asyncio.to_thread(send_many, 3)
            assert await hear_words(at_bob, 3) == ["0", "1", "2"]
            assert (await at_bob.send(**text("alice", "back")))["seq"] == 4
            await asyncio.to_thread(sender.messages.send, from_id="alice", **text("bob", "live"))
            assert await hear_words(at_bob, 1) == ["live"]

    run(talk())


def test_what_is_said_while_the_line_is_down_is_said_when_it_is_back_and_once(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    clients = phone(alice), phone(bob)

    async def talk() -> None:
        async with clients[0].socket() as at_alice, clients[1].socket() as at_bob:
            sends = [asyncio.create_task(at_alice.send(**text("bob", str(n)))) for n in range(5)]
            await asyncio.sleep(0)
            await close_all(phone.gateway, codes.RESTART, '{"retryAfterMs":100}')
            sends += [asyncio.create_task(at_alice.send(**text("bob", str(n)))) for n in range(5, 10)]
            sent = await asyncio.gather(*sends)
            assert len({message["id"] for message in sent}) == 10
            heard = await hear_words(at_bob, 10)
            assert sorted(heard, key=int) == [str(n) for n in range(10)]
        history = await clients[1].messages.history("alice", limit=100)
        assert len(history["items"]) == 10

    run(talk())


def test_a_flood_of_sends_is_paced_and_none_is_lost_or_doubled(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    client = phone(alice)

    async def talk() -> None:
        async with client.socket() as at_alice:
            sent = await asyncio.gather(*(at_alice.send(**text("bob", str(n))) for n in range(80)))
            assert sorted(message["seq"] for message in sent) == list(range(1, 81))
            while not at_alice._feed._events.empty():  # it was never closed: one hello
                assert (await at_alice.receive()).type in ("hello", "synced")
            assert at_alice._line.up

    run(talk())


@pytest.mark.parametrize("code", [codes.KICKED, codes.REPLACED, 1000])
def test_it_does_not_come_back_when_it_is_not_wanted(
    phone: Phone, alice: Account, run: Run, code: int
) -> None:
    client = phone(alice)

    async def talk() -> None:
        async with client.socket() as socket:
            await hear(socket, "synced")
            await close_all(phone.gateway, code, "because")
            for _ in range(2):
                with pytest.raises(SocketClosed) as closed:
                    await socket.receive(15)
                assert (closed.value.code, closed.value.reason) == (code, "because")
            with pytest.raises(SocketClosed):
                await socket.ping()

    run(talk())
    assert not phone.gateway.gateway.sockets


def test_a_bad_token_is_refused_at_once(phone: Phone, alice: Account, run: Run) -> None:
    client = phone(alice, token="rubbish")

    async def talk() -> None:
        with pytest.raises(SocketClosed) as closed:
            async with client.socket():
                pass
        assert closed.value.code == codes.NOT_WELCOME

    run(talk())


def test_without_a_token_or_a_gateway_there_is_no_socket(connect: Connect, alice: Account) -> None:
    with pytest.raises(SocketClosed, match="log in"), connect().socket():
        pass
    with pytest.raises(Unreachable), connect(alice, ws_url="ws://127.0.0.1:1/ws/im").socket():
        pass


def test_a_token_that_expires_is_renewed_and_the_socket_goes_on(
    phone: Phone, made: apps.Made, alice: Account, bob: Account, run: Run, settings: Settings
) -> None:
    settings.WS_URL = phone.gateway.url  # a log-in says where the socket is, whenever it comes

    def sig() -> str:
        return make_user_sig("bob", sdk_app_id=made.app.sdk_app_id, secret_key=made.secret_key)

    async def talk() -> None:
        async with AsyncClient(phone.base_url, retry=QUICK) as client:
            await client.log_in(sig, device_id="phone", token_ttl=3600)
            first = client.token
            async with client.socket() as at_bob:
                await hear(at_bob, "synced")
                await close_all(phone.gateway, codes.LOG_IN_AGAIN, "expired")
                await asyncio.to_thread(send_many, 1)
                assert await hear_words(at_bob, 1) == ["0"]
                assert client.token != first

    run(talk())


def test_a_token_that_cannot_be_renewed_ends_it(phone: Phone, alice: Account, run: Run) -> None:
    client = phone(alice)

    async def talk() -> None:
        async with client.socket() as socket:
            await close_all(phone.gateway, codes.LOG_IN_AGAIN, "expired")
            with pytest.raises(SocketClosed) as closed:
                await hear(socket)
            assert closed.value.code == codes.LOG_IN_AGAIN

    run(talk())


def test_a_second_hello_makes_it_sync_again(phone: Phone, alice: Account, bob: Account, run: Run) -> None:
    client = phone(bob)

    def greet_again() -> None:
        for socket in phone.gateway.gateway.sockets:
            socket.greet()

    async def talk() -> None:
        async with client.socket() as at_bob:
            await hear(at_bob, "synced")
            await asyncio.to_thread(phone.gateway.on_loop, greet_again)
            await hear(at_bob, "hello")
            await hear(at_bob, "synced")
            await asyncio.to_thread(send_many, 1)
            assert await hear_words(at_bob, 1) == ["0"]

    run(talk())


def test_the_heartbeat_keeps_it_and_tells_how_far_it_is(
    quick: None, phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    client = phone(bob)

    async def talk() -> None:
        async with client.socket() as at_bob:
            send = asyncio.to_thread(send_many, 1)
            await asyncio.gather(send, hear(at_bob), return_exceptions=False)
            with pytest.raises(TimeoutError):
                await hear_within(at_bob, 2.5)
            count = await client.messages.offline_count()
            assert count["total"] == 0

    run(talk())


async def hear_within(socket: AsyncSocket, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while (await socket.receive()).type != "message.sent":
            pass


def test_a_reader_who_falls_behind_gets_the_rest_by_sync(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    client = phone(bob)

    async def talk() -> None:
        async with AsyncExitStack() as stack:
            at_bob = await stack.enter_async_context(AsyncSocket(client, keep=5))
            await hear(at_bob, "synced")
            await asyncio.to_thread(send_many, 40)
            assert await hear_words(at_bob, 40) == [str(number) for number in range(40)]

    run(talk())


def _read_all(socket: Socket) -> None:
    while True:
        socket.receive(timeout=0.2)


def test_a_program_without_asyncio_has_the_same_socket(
    phone: Phone, connect: Connect, alice: Account, bob: Account
) -> None:
    as_alice, as_bob = (connect(account, ws_url=phone.gateway.url) for account in (alice, bob))
    with as_alice.socket() as at_alice, as_bob.socket() as at_bob:
        assert at_bob.user_id == "bob"
        sent = at_alice.send(**text("bob", "hi"))
        heard = next(event for event in at_bob if event.type == "message.sent")
        assert heard.message["id"] == sent["id"]
        at_bob.mark_read("alice")
        assert at_bob.subscribe_presence(["alice"])[0]["state"] == "ONLINE"
        at_bob.unsubscribe_presence(["alice"])
        at_bob.typing("alice")
        at_bob.set_background(False)
        at_bob.ping()
        with pytest.raises(NotFound):
            at_bob.send(**text("nobody", "hi"))
        with pytest.raises(TimeoutError):
            _read_all(at_bob)
        assert at_bob.cursors[0].get("seq") == 1
    with pytest.raises(SocketClosed), connect(token="rubbish", ws_url=phone.gateway.url).socket():
        pass


def test_a_group_is_heard_in_its_order_and_missed_messages_of_it_are_brought(
    phone: Phone, alice: Account, bob: Account, run: Run
) -> None:
    clients = phone(alice), phone(bob)

    def words(text: str) -> dict[str, Any]:
        return {"chat_type": "GROUP", "to_id": "team", "msg_type": "TEXT", "content": {"text": text}}

    async def talk() -> None:
        as_alice, as_bob = clients
        group = await as_alice.groups.create(
            name="Team", group_id="team", members=[{"userId": "bob", "role": "ADMIN"}]
        )
        assert (group["ownerId"], group["memberCount"]) == ("alice", 2)
        async with as_alice.socket() as at_alice:
            async with as_bob.socket() as at_bob:
                await at_alice.send(**words("1"))
                assert await said_in(at_bob, 1) == ["1"]
                await as_bob.messages.send(**words("2"))
                assert await said_in(at_alice, 1) == ["2"]
            await at_alice.send(**words("3"))
            await at_alice.send(**words("4"))
            async with as_bob.socket() as at_bob:
                # After "1" nobody asked for the next; "2" was said by another run of the device.
                assert await said_in(at_bob, 4) == ["1", "2", "3", "4"]
                cursors = {(one.get("chatType"), one["targetId"]) for one in at_bob.cursors}
                assert ("GROUP", "team") in cursors
        page = await as_bob.messages.group_history("team", msg_types=["TEXT"])
        assert [item["content"]["text"] for item in page["items"]] == ["4", "3", "2", "1"]

    run(talk())


async def said_in(socket: AsyncSocket, number: int) -> list[str]:
    """Texts only: what happens to the group is told by messages too."""
    texts: list[str] = []
    while len(texts) < number:
        event = await hear(socket)
        if event.message["msgType"] == "TEXT":
            texts.append(words_of(event))
    return texts
