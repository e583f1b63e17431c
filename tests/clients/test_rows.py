"""Rows through the client: what goes over the wire is what the server takes, what comes back is typed."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.actions import apps
from accounts.actions.sessions import open_session
from accounts.models import Account, App, Operator
from hongyan import ABSENT, BadRequest, Client, Forbidden, NotFound, Unauthenticated, make_user_sig
from hongyan.calls import Call
from hongyan.rows import AsyncRows, Rows
from hongyan.sessions import bearer
from tests import shapes
from tests.clients.conftest import Connect, Phone

TEXT: dict[str, Any] = {"chat_type": "SINGLE", "msg_type": "TEXT", "content": {"text": "你好"}}


def methods(rows: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, value in vars(rows).items():
        if not name.startswith("_"):
            for inner, method in methods(value):
                yield f"{name}.{inner}", method
    for name, method in inspect.getmembers(rows, inspect.ismethod):
        if not name.startswith("_"):
            yield name, method


def called(method: Callable[..., Any]) -> Any:
    """Calls it with something for everything that it must be given."""
    needed = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty]
    return method(
        *("x" for one in needed if one.kind is one.POSITIONAL_OR_KEYWORD),
        **{one.name: "x" for one in needed if one.kind is one.KEYWORD_ONLY},
    )


def test_every_row_of_the_document_is_a_method_and_no_other() -> None:
    calls: list[Call] = []
    for _, method in methods(Rows(calls.append)):
        called(method)
    paths = shapes.document()["paths"]
    shown = sorted(
        (method.upper(), "/".join("x" if part.startswith("{") else part for part in path.split("/")))
        for path, operations in paths.items()
        for method in operations
    )
    assert sorted((call.method, call.path) for call in calls) == shown


def test_both_clients_have_the_same_methods_with_the_same_parameters() -> None:
    def signatures(rows: Any) -> dict[str, str]:
        return {name: str(inspect.signature(method)) for name, method in methods(rows)}

    async def do(call: Call) -> None: ...

    assert signatures(Rows(lambda call: None)) == signatures(AsyncRows(do))


def test_alice_writes_and_bob_reads(connect: Connect, alice: Account, bob: Account) -> None:
    as_alice, as_bob = connect(alice), connect(bob)
    sent = as_alice.messages.send(to_id="bob", **TEXT)
    assert (sent["seq"], sent["fromId"], sent["content"]) == (1, "alice", {"text": "你好"})
    history = as_bob.messages.history("alice", msg_types=["TEXT", "IMAGE"], include_revoked=False)
    assert [item["id"] for item in history["items"]] == [sent["id"]]
    assert as_bob.conversations.list()["totalUnread"] == 1
    assert as_bob.conversations.mark_read("alice")["unread"] == 0
    assert as_bob.conversations.delete("alice", clear_history=True)["deleted"] is True


def test_a_message_is_sent_with_a_client_msg_id_also_where_none_is_given(
    connect: Connect, alice: Account, bob: Account
) -> None:
    as_alice = connect(alice)
    first, second = (as_alice.messages.send(to_id="bob", **TEXT) for _ in range(2))
    assert first["clientMsgId"] != second["clientMsgId"]
    again = as_alice.messages.send(to_id="bob", client_msg_id=first["clientMsgId"], **TEXT)
    assert (again["id"], again["deduplicated"]) == (first["id"], True)


def test_an_idempotency_key_of_ones_own_is_kept(connect: Connect, alice: Account, bob: Account) -> None:
    as_alice = connect(alice)
    for _ in range(2):
        assert as_alice.friends.add(friend_id="bob", idempotency_key="mine")["result"] == "ADDED"
    assert as_alice.friends.add(friend_id="bob")["result"] == "ALREADY"


def test_null_resets_and_what_is_absent_stays(connect: Connect, alice: Account) -> None:
    as_alice = connect(alice)
    as_alice.accounts.update("alice", location="北京", birthday=19900101)
    assert as_alice.accounts.update("alice", location=None)["location"] == ""
    assert as_alice.accounts.update("alice", location=ABSENT, language="zh")["birthday"] == 19900101


def test_refusals_are_exceptions_with_everything_the_server_said(
    connect: Connect, alice: Account, bob: Account
) -> None:
    as_alice = connect(alice)
    with pytest.raises(BadRequest) as bad:
        as_alice.messages.send(chat_type="SINGLE", to_id="bob", msg_type="TEXT", content={})
    assert (bad.value.code, bad.value.status) == (400, "10004")
    assert [one["field"] for one in bad.value.errors] == ["content.text"]
    assert "content.text" in str(bad.value)
    with pytest.raises(NotFound) as missing:
        as_alice.messages.send(to_id="nobody", **TEXT)
    assert missing.value.status == "20003"
    with pytest.raises(Forbidden):
        as_alice.admin.users.kick(user_id="bob")
    with pytest.raises(Unauthenticated):
        connect(token="rubbish").accounts.get("alice")


def test_a_back_end_acts_for_its_accounts(back_end: Client, alice: Account, bob: Account) -> None:
    sent = back_end.messages.send(from_id="alice", to_id="bob", **TEXT)
    assert sent["fromId"] == "alice"
    as_bob = back_end.acting_as("bob")
    assert as_bob.conversations.list()["items"][0]["targetId"] == "alice"
    assert as_bob.conversations.set_pinned("alice", pinned=True)["pinned"] is True
    with pytest.raises(BadRequest) as nameless:
        back_end.conversations.list()
    assert nameless.value.errors[0]["field"] == "actAs"


def test_an_account_logs_in_by_a_sig_that_is_made_here(connect: Connect, made: apps.Made) -> None:
    sig = make_user_sig("fresh", sdk_app_id=made.app.sdk_app_id, secret_key=made.secret_key)
    client = connect()
    login = client.log_in(sig, platform="IOS", device_id="phone")
    assert (login["userId"], login["wsUrl"]) == ("fresh", client.ws_url)
    assert client.token == login["token"]
    assert client.accounts.get("fresh")["userId"] == "fresh"


def test_a_token_that_has_expired_is_renewed_with_a_fresh_sig(
    connect: Connect, made: apps.Made, alice: Account
) -> None:
    sigs: list[str] = []

    def sig() -> str:
        sigs.append(make_user_sig("alice", sdk_app_id=made.app.sdk_app_id, secret_key=made.secret_key))
        return sigs[-1]

    client = connect()
    client.log_in(sig)
    first = client.token
    expired = bearer(open_session(alice, platform="WEB", device_id="", life=-10).token)
    client._session.credential = expired
    assert client.accounts.get("alice")["userId"] == "alice"
    assert client.token not in (first, expired.token)
    assert len(sigs) == 2


def test_an_operator_signs_in_and_works_for_an_app(connect: Connect, operator: Operator, acme: App) -> None:
    client = connect()
    client.sign_in("olga", "correct horse battery", app_key=acme.app_key)
    assert [app["appKey"] for app in client.platform.list_apps()["items"]] == [acme.app_key]
    assert client.admin.settings.get()["autoCreate"] is True


def test_a_service_of_the_installation_asks_with_its_token(
    connect: Connect, alice: Account, settings: Any
) -> None:
    service = connect(internal_token=settings.INTERNAL_TOKENS[0])
    assert service.internal.get_presence("alice", app_key="acme")["online"] is False
    resolved = service.internal.resolve_token(token=connect(alice).token or "")
    assert (resolved["valid"], resolved["userId"]) == (True, "alice")


def test_ids_of_every_kind_find_their_way_into_a_path(back_end: Client) -> None:
    for name in ("a.b@c-d_e", "A", "0"):
        assert back_end.accounts.import_one(user_id=name)["created"] is True
        assert back_end.accounts.get(name)["userId"] == name


def test_one_kind_of_credential_is_enough(connect: Connect) -> None:
    with pytest.raises(ValueError, match="give one of"):
        connect(token="x", internal_token="y")
    with pytest.raises(ValueError, match="app_key"):
        connect(app_secret="x")


def test_the_async_client_does_the_same(
    phone: Phone, alice: Account, bob: Account, run: Callable[[Any], Any]
) -> None:
    clients = phone(alice), phone(bob)

    async def talk() -> None:
        async with clients[0] as as_alice, clients[1] as as_bob:
            sent = await as_alice.messages.send(to_id="bob", **TEXT)
            assert (await as_bob.messages.history("alice"))["items"][0]["id"] == sent["id"]
            with pytest.raises(NotFound):
                await as_alice.accounts.get("nobody")

    run(talk())
