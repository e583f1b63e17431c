"""An account all round: its tabs, in a constant number of statements, and what can be done from there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.actions.sessions import open_session
from accounts.models import Account, App, Mandate, Operator, OperatorRole, Session
from config.redis import client
from console.accounts import pushing
from im.conversations.models import Conversation, Member
from im.groups.models import GroupMember
from im.moderation.models import AccountMute
from im.presence import store
from im.relations.models import Block, Friend
from journal.models import Operation
from tests.client import Client
from tests.im.chat import Room, say
from tests.im.relations.steps import befriend
from tests.im.test_admin import signed_in
from tests.push.phones import make_device

TABS = [
    *("", "sessions", "push", "friends", "blacklist", "groups", "conversations", "messages", "mutes"),
    "operations",
]
PEOPLE = 20


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


def at(account: Account, tab: str = "") -> str:
    return f"/admin/accounts/account/{account.pk}/change/" + (f"?tab={tab}" if tab else "")


def shown(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def statements(browser: Browser, path: str) -> int:
    shown(browser, path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown(browser, path)
    return len(asked)


@pytest.fixture
def full(acme: App, alice: Account, bob: Account, as_alice: Client) -> None:
    """One of everything."""
    befriend(alice, bob)
    Block.objects.create(app=acme, owner=alice, blocked=make(acme, "blocked0"))
    Room(acme, "club", alice, bob).open()
    say(as_alice, "bob", "hello bob")
    AccountMute.objects.create(app=acme, account=alice, single_until=-1, group_until=0)
    make_device(acme, "alice", device_id="alices-phone")
    log(acme, alice)


def make(app: App, user_id: str) -> Account:
    return Account.objects.create(app=app, user_id=user_id)


def log(app: App, account: Account) -> None:
    detail = {"changed": {"nickname": {"from": "Al", "to": "Alice"}}, "comment": "asked by mail"}
    Operation.objects.create(
        app_id=app.pk,
        operator_id="olga",
        operator_role="T",
        action="ACCOUNT_UPDATE",
        target_id=account.user_id,
        detail=detail,
    )


def more_of_everything(app: App, account: Account) -> None:
    people = [make(app, f"more{n}") for n in range(PEOPLE)]
    for number, one in enumerate(people):
        Friend.objects.create(app=app, owner=account, friend=one)
        Block.objects.create(app=app, owner=account, blocked=one)
        open_session(account, platform="IOS", device_id=f"d{number}", life=3600)
        low, high = sorted((account, one), key=lambda who: who.pk)
        chat = Conversation.objects.create(
            app=app, chat_type="SINGLE", low=low, high=high, last_message_seq=1
        )
        Member.objects.create(
            app=app, conversation=chat, account=account, chat_type="SINGLE", target_id=one.user_id, draft="hm"
        )
        make_device(app, account.user_id, device_id=f"phone{number}")
        log(app, account)
    for number in range(PEOPLE):
        Room(app, f"group{number}", account)


def test_each_tab_asks_the_same_however_much_there_is(
    browser: Browser, acme: App, alice: Account, full: None
) -> None:
    before = {tab: statements(browser, at(alice, tab)) for tab in TABS}
    more_of_everything(acme, alice)
    assert {tab: statements(browser, at(alice, tab)) for tab in TABS} == before


def test_the_tabs_say_what_there_is(browser: Browser, alice: Account, full: None) -> None:
    for tab, words in {
        "": "Alice",
        "sessions": "signed in, not connected",
        "push": "alices-phone",
        "friends": "bob",
        "blacklist": "blocked0",
        "groups": "club",
        "conversations": "hello bob",
        "messages": "hello bob",
        "mutes": "for ever",
        "operations": "asked by mail",
    }.items():
        assert words in shown(browser, at(alice, tab)), tab
    assert "Al → Alice" in shown(browser, at(alice, "operations"))


def test_a_socket_is_seen_beside_its_session(browser: Browser, alice: Account, as_alice: Client) -> None:
    jti = Session.objects.get(account=alice).jti
    device = store.Device(jti, "WEB", "", "node", 1_760_000_000_000, False, "", "s1")
    store.apply(client(), [store.Change(alice.app_id, "alice", b"", store.member(device))])
    page = shown(browser, at(alice, "sessions"))
    assert 'class="console-badge success">online' in page
    assert f"/admin/accounts/session/{Session.objects.get().pk}/do/kick/" in page


@pytest.mark.parametrize("tab", ["", "sessions", "push"])
def test_without_redis_the_page_is_there(
    browser: Browser, alice: Account, as_alice: Client, redis_away: None, tab: str
) -> None:
    shown(browser, at(alice, tab))


def test_without_redis_it_says_that_nobody_knows(
    browser: Browser, alice: Account, as_alice: Client, redis_away: None
) -> None:
    assert "Redis does not answer" in shown(browser, at(alice, "sessions"))


def test_names_are_shown_as_text(browser: Browser, acme: App, alice: Account, full: None) -> None:
    Account.objects.update(nickname="<script>alert(1)</script>")
    GroupMember.objects.update(name_card="<script>alert(1)</script>")
    for tab in TABS:
        assert "<script>alert" not in shown(browser, at(alice, tab)), tab


def test_a_usersig_is_shown_once_with_the_way_to_use_it(
    browser: Browser, alice: Account, anonymous: Client
) -> None:
    page = browser.post(f"/admin/accounts/account/{alice.pk}/do/usersig/", {"expire": "3600"})
    data: Any = page.context["data"]
    body = page.content.decode()
    assert data["userSig"] in body
    assert "/api/im/auth/login" in body
    assert anonymous.post("/api/im/auth/login", {"userSig": data["userSig"], "appKey": "acme"}).ok


def test_a_dry_run_says_how_far_a_push_would_come(browser: Browser, acme: App, alice: Account) -> None:
    make_device(acme, "alice", device_id="alices-phone")
    page = browser.post(f"/admin/accounts/account/{alice.pk}/do/test-push/", {"dryRun": "on"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "alices-phone" in body
    assert "Nothing was sent." in body


@pytest.mark.parametrize(
    ("act", "role"),
    [
        ("kick", OperatorRole.SUPPORT),
        ("mute", OperatorRole.SUPPORT),
        ("edit", OperatorRole.OPERATOR),
        ("promote", OperatorRole.ADMINISTRATOR),
        ("usersig", OperatorRole.ADMINISTRATOR),
        ("delete", OperatorRole.ADMINISTRATOR),
    ],
)
def test_an_act_takes_its_role(
    browser: Browser, operator: Operator, alice: Account, act: str, role: OperatorRole
) -> None:
    lower = list(OperatorRole)[list(OperatorRole).index(role) - 1]
    path = f"/admin/accounts/account/{alice.pk}/do/{act}/"
    Mandate.objects.filter(operator=operator).update(role=lower)
    assert browser.get(path).status_code == 403
    assert path not in shown(browser, at(alice))
    Mandate.objects.filter(operator=operator).update(role=role)
    assert browser.get(path).status_code == 200


def test_only_an_administrator_makes_administrators_by_the_api_too(
    as_operator: Client, operator: Operator, alice: Account
) -> None:
    Mandate.objects.filter(operator=operator).update(role=OperatorRole.OPERATOR)
    path = "/api/im/accounts/alice"
    assert as_operator.put(path, {"nickname": "Al"}).ok
    assert as_operator.put(path, {"admin": True}).refused(403, "60010")


def test_accounts_are_found_by_a_part_of_the_nickname(
    browser: Browser, alice: Account, dave: Account
) -> None:
    alice.call("Alice 爱丽丝")
    alice.save()
    assert "alice" in shown(browser, "/admin/accounts/account/?q=丽丝")
    assert "No row" in shown(browser, "/admin/accounts/account/?q=dave")
    shown(browser, "/admin/accounts/account/?q=%00")


@pytest.mark.parametrize(
    ("stage", "ok", "push_id", "marks"),
    [
        ("SEND", True, None, "success quiet quiet quiet quiet"),
        ("SEND", False, None, "success quiet quiet danger quiet"),
        ("CREDENTIAL", False, None, "danger quiet quiet quiet quiet"),
        ("AUTH", False, "7", "success success danger quiet quiet"),
        ("PENDING", False, "7", "success success success quiet quiet"),
        ("ACCEPTED", True, "7", "success success success success success"),
    ],
)
def test_a_test_push_ticks_what_was_passed_and_nothing_else(
    stage: str, ok: bool, push_id: str | None, marks: str
) -> None:
    (told,) = pushing.tested({"results": [{"stage": stage, "ok": ok, "pushId": push_id, "hint": ""}]})
    assert " ".join(step["kind"] for step in told["steps"]) == marks
